package io.sluice.sink;

/** What a write key opens. */
sealed interface Access {
    /** The door of this app. */
    record Granted(Tenant tenant) implements Access {}

    /** No door: the key is unknown, or its time is over. */
    record Denied() implements Access {}

    /** Nobody can tell now: the registry does not answer, and the key was not seen lately. */
    record Unknown(String reason) implements Access {}
}
