package io.sluice.faults.net;

/** Decides about messages while it stands. May block: then the message waits. Thread-safe. */
@FunctionalInterface
public interface Rule {
    /** The fate of a message; {@link Fate#PASS} where the rule has nothing to say. */
    Fate judge(Seen seen) throws InterruptedException;
}
