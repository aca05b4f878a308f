package io.sluice.app.books;

/**
 * Something that the books have found wrong.
 *
 * @param app whose events, or rows, it is about
 * @param stage between which and the one before it does not add up
 * @param place topic and partition, unit or table; the same each time the books are read
 * @param text a sentence for a person
 * @param moving whether movement while counting could make it appear
 */
public record Finding(String app, String stage, String place, String text, boolean moving) {
    /** That of now. */
    static Finding sure(String app, String stage, String place, String text) {
        return new Finding(app, stage, place, text, false);
    }

    /** That counts only if it is there each time that one looks. */
    static Finding ifItStays(String app, String stage, String place, String text) {
        return new Finding(app, stage, place, text, true);
    }

    /** Whether it is the same one as another, seen at another time. */
    boolean isSameAs(Finding other) {
        return app.equals(other.app) && stage.equals(other.stage) && place.equals(other.place);
    }

    /** App and sentence. */
    public String line() {
        return app + ": " + text;
    }
}
