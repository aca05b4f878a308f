package io.sluice.faults.load;

import java.util.Arrays;

/** What became of each event of an app at the door. Thread-safe. */
public final class Sent {
    /** What the client knows of an event. */
    public enum State {
        /** Never given to a door. */
        UNSENT,

        /** Given to a door without a sure answer: it may be there or not. */
        UNSURE,

        /** Accepted: it has to be there. */
        ACCEPTED
    }

    private static final State[] STATES = State.values();

    private byte[] states = new byte[1 << 16];
    private long next;

    /** Numbers for events that were never sent; the first of them. */
    synchronized long take(int count) {
        long first = next;
        next += count;
        while (next > states.length) {
            states = Arrays.copyOf(states, states.length * 2);
        }
        return first;
    }

    /** Notes an answer; what was accepted once stays so. */
    synchronized void note(long first, int count, State state) {
        for (long number = first; number < first + count; number++) {
            int at = (int) number;
            if (states[at] != State.ACCEPTED.ordinal()) {
                states[at] = (byte) state.ordinal();
            }
        }
    }

    /** Of a number, also one that was never taken. */
    public synchronized State state(long number) {
        return number < 0 || number >= next ? State.UNSENT : STATES[states[(int) number]];
    }

    /** One more than the greatest number taken. */
    public synchronized long end() {
        return next;
    }

    /** How many are in this state. */
    public synchronized long count(State state) {
        long count = 0;
        for (int at = 0; at < next; at++) {
            count += states[at] == state.ordinal() ? 1 : 0;
        }
        return count;
    }
}
