package io.sluice.faults.net;

import java.time.Duration;

/** The state of the way to a backend. */
public sealed interface Weather {
    /** All passes. */
    record Clear() implements Weather {}

    /** Nobody listens, and what was connected is cut. */
    record Refused() implements Weather {}

    /** Connections hold, and nothing passes: as when a host is lost or a cable pulled. */
    record BlackHole() implements Weather {}

    /**
     * All passes slowly.
     *
     * @param latency before each message
     * @param bytesPerSecond of each connection and way, 1 or more
     */
    record Slow(Duration latency, long bytesPerSecond) implements Weather {}

    /** The usual. */
    Weather CLEAR = new Clear();
}
