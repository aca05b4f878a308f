package io.sluice.franz;

/**
 * How many partitions a topic should have by its load.
 *
 * @param now how many it has
 * @param wanted at least {@code now}
 * @param reason in words
 */
public record Advice(String topic, int now, int wanted, String reason) {
    /** Whether there should be more. */
    public boolean grows() {
        return wanted > now;
    }
}
