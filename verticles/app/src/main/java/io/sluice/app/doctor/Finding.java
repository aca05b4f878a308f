package io.sluice.app.doctor;

/**
 * One thing that an examination found.
 *
 * @param subject what was looked at: kafka, registry, storage, warehouse
 * @param text what is so, a sentence for a person
 * @param fix what to do; empty where nothing has to be done
 */
public record Finding(Level level, String subject, String text, String fix) {
    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, with a risk that the finding names. */
        WARNING,
        /** Sluice would not work. */
        FAILURE
    }

    static Finding ok(String subject, String text) {
        return new Finding(Level.OK, subject, text, "");
    }

    static Finding warning(String subject, String text, String fix) {
        return new Finding(Level.WARNING, subject, text, fix);
    }

    static Finding failure(String subject, String text, String fix) {
        return new Finding(Level.FAILURE, subject, text, fix);
    }
}
