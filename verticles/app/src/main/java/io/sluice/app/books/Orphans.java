package io.sluice.app.books;

/**
 * Objects that no unit names: left by batches that were given up, or of a batch that is about to be
 * published.
 *
 * @param objects how many
 * @param bytes of all
 * @param sweepable how many of them are older than any batch that may still be published
 * @param complete false if there were too many to look at all
 */
public record Orphans(long objects, long bytes, long sweepable, boolean complete) {
    static final Orphans NONE = new Orphans(0, 0, 0, true);

    Orphans plus(Orphans other) {
        return new Orphans(
                objects + other.objects,
                bytes + other.bytes,
                sweepable + other.sweepable,
                complete && other.complete);
    }
}
