package io.sluice.events;

/** What becomes of an object that has a key twice. JSON leaves it open, and readers differ. */
public enum DuplicateKeys {
    /** The event is refused: nobody can tell which member was meant. */
    REFUSE,
    /**
     * The last member counts, as for most readers. Where an object becomes columns, each earlier
     * one is recorded as an alteration.
     */
    KEEP_LAST
}
