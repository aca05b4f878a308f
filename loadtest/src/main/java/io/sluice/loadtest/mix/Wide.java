package io.sluice.loadtest.mix;

import java.util.SplittableRandom;

/**
 * Events of one type with many flat fields, all in every event, in one order: by turns a whole
 * number, a decimal, a boolean and a short text. With 200 fields an event has about 3,500 bytes.
 */
public final class Wide extends EventMix {
    private static final String[] TEXTS = {"red", "green", "a longer text", "blue", "on", "off"};

    private final SplittableRandom random;
    private final int fields;

    /**
     * The mix.
     *
     * @param fields of each event, 1 or more
     */
    public Wide(long seed, int fields) {
        this.random = new SplittableRandom(seed);
        this.fields = fields;
    }

    @Override
    void append(StringBuilder to) {
        to.append("{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"device\",\"evname\":\"report_")
                .append(fields)
                .append("\",\"body\":{");
        for (int field = 0; field < fields; field++) {
            to.append(field == 0 ? "\"field_" : ",\"field_").append(field).append("\":");
            value(to, field);
        }
        to.append("}}");
    }

    private void value(StringBuilder to, int field) {
        switch (field % 4) {
            case 0 -> to.append(random.nextInt(100_000));
            case 1 -> to.append(random.nextInt(1_000)).append('.').append(random.nextInt(1, 10));
            case 2 -> to.append(random.nextBoolean());
            default -> to.append('"').append(TEXTS[random.nextInt(TEXTS.length)]).append('"');
        }
    }
}
