package io.sluice.faults.fault;

/** What came of making a fault happen. */
public sealed interface Fired {
    /** It happened. */
    record Done() implements Fired {}

    /** It did not this time: what it waits for did not come. */
    record Missed(String why) implements Fired {}

    /** It cannot on this machine. */
    record Impossible(String why) implements Fired {}

    /** It showed what must not be. */
    record Broke(String what) implements Fired {}

    Fired DONE = new Done();
}
