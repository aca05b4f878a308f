package io.sluice.faults.net;

/** What becomes of a message. */
public sealed interface Fate {
    /** It goes on. */
    record Pass() implements Fate {}

    /** It does not, and both sides lose the connection. */
    record Cut() implements Fate {}

    /** Half of its bytes go on, then both sides lose the connection. */
    record CutHalf() implements Fate {}

    /** The backend never sees it; the role gets these bytes as the answer. */
    record Answer(byte[] bytes) implements Fate {}

    /** As if no rule were there. */
    Fate PASS = new Pass();
}
