package io.sluice.loadtest.mix;

import java.util.SplittableRandom;

/**
 * Events of one type and of a given size: three short fields, and as much text as is missing. The
 * text has nothing to escape.
 */
public final class Sized extends EventMix {
    private static final int WITHOUT_TEXT = 96;

    private final SplittableRandom random;
    private final String text;

    /**
     * The mix.
     *
     * @param bytes of an event, about; 100 or more
     */
    public Sized(long seed, int bytes) {
        this.random = new SplittableRandom(seed);
        this.text = "lorem ipsum ".repeat(bytes / 12 + 1).substring(0, bytes - WITHOUT_TEXT);
    }

    @Override
    void append(StringBuilder to) {
        to.append("{\"ts\":\"2015-01-02T03:04:05Z\",\"entype\":\"sized\",\"evname\":\"text\",")
                .append("\"body\":{\"n\":")
                .append(random.nextInt(100, 1_000))
                .append(",\"t\":\"")
                .append(text)
                .append("\"}}");
    }
}
