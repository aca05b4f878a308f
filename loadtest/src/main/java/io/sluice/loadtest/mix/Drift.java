package io.sluice.loadtest.mix;

import java.util.SplittableRandom;

/**
 * Events that always bring something new: every 10,000 events a field more, which all events from
 * then on have, and every 100,000 events a new type, which begins with the fields of the first. So
 * a table ends with 10 fields beside its 4. Another seed gives other types. From 150 to 340 bytes.
 */
public final class Drift extends EventMix {
    private static final int PER_FIELD = 10_000;
    private static final int PER_TYPE = 100_000;

    private final SplittableRandom random;
    private final long seed;
    private long events;

    /** The mix. */
    public Drift(long seed) {
        this.random = new SplittableRandom(seed);
        this.seed = seed;
    }

    @Override
    void append(StringBuilder to) {
        long type = events / PER_TYPE;
        long fields = events % PER_TYPE / PER_FIELD + 1;
        events++;
        to.append("{\"ts\":\"2015-01-02T03:04:05Z\",\"entype\":\"drift\",\"evname\":\"release_")
                .append(seed)
                .append('_')
                .append(type)
                .append("\",\"body\":{\"level\":")
                .append(random.nextInt(100))
                .append(",\"place\":\"harbour\",\"is_premium\":")
                .append(random.nextInt(4) == 0)
                .append(",\"score\":")
                .append(random.nextInt(100))
                .append(".25");
        for (long field = 0; field < fields; field++) {
            to.append(",\"added_").append(field).append("\":").append(random.nextInt(10_000));
        }
        to.append("}}");
    }
}
