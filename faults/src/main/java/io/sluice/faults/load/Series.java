package io.sluice.faults.load;

/** Events that are numbered together. */
public record Series(App app, Kind kind) {
    /** What its events are like. */
    public enum Kind {
        /** Fields come slowly, and all types of columns occur. */
        USUAL("load"),

        /** Each event has many columns of its own, in all more than a table takes. */
        WIDE("wide"),

        /** As the usual ones, with new fields all the time; sent when all others are compared. */
        LATE("late");

        private final String entype;

        Kind(String entype) {
            this.entype = entype;
        }

        /** Of the tables that it fills. */
        String entype() {
            return entype;
        }
    }

    /** The id of an event; empty where its app has none. */
    String id(long number) {
        return app.hasIds() ? kind.entype() + "-" + number : "";
    }
}
