package io.sluice.sink;

import io.sluice.runtime.Section;

/**
 * How compressed bodies are taken. Inflated, one may have as many bytes as any other.
 *
 * @param threads that inflate, of this process, 1 to 64; half the cores if not set, so that bodies
 *     which are small only until they are inflated cannot take all of them
 * @param maxRatio how many times larger than it came a body may become, 10 to 100,000. It counts
 *     from {@link #FREE_BYTES} on: small bodies may be as uniform as they like
 */
public record InflateSettings(int threads, int maxRatio) {
    /** Bytes that any body may inflate to. */
    static final int FREE_BYTES = 1024 * 1024;

    static InflateSettings read(Section section) {
        return new InflateSettings(
                section.integer("threads", halfTheCores(), 1, 64),
                section.integer("max-ratio", 1_000, 10, 100_000));
    }

    private static int halfTheCores() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
