package io.sluice.batcher;

import io.sluice.runtime.Section;

/**
 * How a table's lines in one batch are divided into files. A warehouse whose slices read one file
 * each is fastest with as many files of equal size as it has slices, or a multiple of them; small
 * files only cost requests. Sizes are bytes of lines; compressed they are about an eighth.
 *
 * @param min no file is made smaller than this only to have more of them
 * @param max after which the next file begins
 * @param slices of the warehouse; 1 where it has none, or they are not known
 */
public record FileSizes(long min, long max, int slices) {
    private static final long MIB = 1024L * 1024;

    static final FileSizes DEFAULT = new FileSizes(8 * MIB, 32 * MIB, 1);

    /**
     * @throws IllegalArgumentException unless 1 <= min <= max and slices >= 1
     */
    public FileSizes {
        if (min < 1 || max < min || slices < 1) {
            throw new IllegalArgumentException(
                    "files of %d to %d bytes for %d slices".formatted(min, max, slices));
        }
    }

    static FileSizes read(Section section) {
        long max = section.bytes("max-file-bytes", DEFAULT.max, 64 * 1024, 1024 * MIB);
        return new FileSizes(
                Math.min(max, section.bytes("min-file-bytes", DEFAULT.min, 64 * 1024, 1024 * MIB)),
                max,
                section.integer("slices", DEFAULT.slices, 1, 10_000));
    }

    /** How many files so many bytes become, 1 or more. */
    long files(long bytes) {
        long fewest = Math.max(1, Math.ceilDiv(bytes, max));
        long even = Math.ceilDiv(fewest, slices) * slices;
        return Math.max(fewest, Math.min(even, bytes / min));
    }
}
