package io.sluice.faults.load;

/**
 * Events that are numbered together.
 *
 * @param wide whether each has many columns of its own, in all more than a table takes
 */
public record Series(App app, boolean wide) {
    /** Of the tables that it fills. */
    String entype() {
        return wide ? "wide" : "load";
    }

    /** The id of an event; empty where its app has none. */
    String id(long number) {
        return app.hasIds() ? entype() + "-" + number : "";
    }
}
