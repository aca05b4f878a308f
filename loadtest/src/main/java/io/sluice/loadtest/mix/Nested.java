package io.sluice.loadtest.mix;

import java.util.SplittableRandom;

/**
 * Events with objects in objects and arrays, as mobile clients and web shops send them: one type,
 * three levels that become columns, one below that stays JSON, an array of objects, and a text with
 * escapes; about 540 bytes.
 */
public final class Nested extends EventMix {
    private static final String[] SYSTEMS = {"android", "ios", "linux"};
    private static final String[] TOWNS = {"Lisboa", "Porto", "Z\\u00fcrich", "New \\\"York\\\""};

    private final SplittableRandom random;

    /** The mix. */
    public Nested(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    void append(StringBuilder to) {
        to.append("{\"ts\":\"2015-01-02T03:04:05.678Z\",\"entype\":\"order\",")
                .append("\"evname\":\"placed\",\"id\":\"")
                .append(Long.toHexString(random.nextLong()))
                .append("\",\"body\":{\"order\":{\"number\":")
                .append(random.nextInt(10_000_000))
                .append(",\"total\":")
                .append(random.nextInt(500))
                .append(".95,\"currency\":\"EUR\",\"ship_to\":{\"town\":\"")
                .append(TOWNS[random.nextInt(TOWNS.length)])
                .append("\",\"geo\":{\"lat\":")
                .append(random.nextInt(90))
                .append(".5,\"lon\":")
                .append(random.nextInt(180))
                .append(".25,\"more\":{\"source\":\"gps\"}}}},\"device\":{\"os\":\"")
                .append(SYSTEMS[random.nextInt(SYSTEMS.length)])
                .append("\",\"version\":{\"major\":")
                .append(random.nextInt(20))
                .append(",\"minor\":")
                .append(random.nextInt(10))
                .append("},\"screen\":{\"w\":1080,\"h\":2340}},\"items\":[");
        items(to);
        to.append("],\"tags\":[\"a\",\"b\"],\"session\":{\"started\":\"2015-01-02T03:00:00Z\",")
                .append("\"pages\":")
                .append(random.nextInt(50))
                .append("}}}");
    }

    private void items(StringBuilder to) {
        int count = random.nextInt(1, 4);
        for (int item = 0; item < count; item++) {
            to.append(item == 0 ? "{\"sku\":\"s-" : ",{\"sku\":\"s-")
                    .append(random.nextInt(1_000))
                    .append("\",\"quantity\":")
                    .append(random.nextInt(1, 5))
                    .append('}');
        }
    }
}
