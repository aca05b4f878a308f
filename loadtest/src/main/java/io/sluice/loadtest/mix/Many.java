package io.sluice.loadtest.mix;

import java.util.SplittableRandom;

/**
 * Events of many types, equally likely, so that hardly two events of a type follow one another: the
 * bodies are alike, four fields and one that only its type has; about 160 bytes.
 */
public final class Many extends EventMix {
    private final SplittableRandom random;
    private final int types;

    /**
     * The mix.
     *
     * @param types 1 or more; each becomes a table
     */
    public Many(long seed, int types) {
        this.random = new SplittableRandom(seed);
        this.types = types;
    }

    @Override
    void append(StringBuilder to) {
        int type = random.nextInt(types);
        to.append("{\"ts\":\"2015-01-02T03:04:05Z\",\"entype\":\"shop_")
                .append(type % 10)
                .append("\",\"evname\":\"event_")
                .append(type)
                .append("\",\"body\":{\"level\":")
                .append(random.nextInt(100))
                .append(",\"place\":\"harbour\",\"is_premium\":")
                .append(random.nextInt(4) == 0)
                .append(",\"score\":")
                .append(random.nextInt(100))
                .append(".25,\"own_")
                .append(type)
                .append("\":")
                .append(random.nextInt(1_000_000))
                .append("}}");
    }
}
