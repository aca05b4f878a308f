package io.sluice.loadtest.measure;

/**
 * What a process took while something was measured.
 *
 * @param cpuNanos of all its threads, garbage collection and compilation included
 * @param gcNanos that its garbage collector stopped it
 * @param peakBytes of memory at the peak: of this process its heap in use, of others all that was
 *     resident
 */
public record Usage(long cpuNanos, long gcNanos, long peakBytes) {
    /** Where nothing was measured. */
    public static final Usage NONE = new Usage(0, 0, 0);
}
