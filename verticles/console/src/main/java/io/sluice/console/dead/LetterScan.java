package io.sluice.console.dead;

import io.sluice.kafka.LogReader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for letters, partition by partition, the newest first, in blocks; up to a number of records
 * and so much time. One thread.
 */
final class LetterScan {
    private static final int BLOCK = 500;

    private final DeadTopic topic;
    private final LetterFilter filter;
    private final Bounds bounds;
    private final List<Letter> found = new ArrayList<>();
    private int records;
    private long bytes;

    /**
     * What one page may hold, and take.
     *
     * @param bytes of the letters together; one is taken whatever its size
     */
    record Bounds(int letters, int records, long bytes) {}

    private record Block(List<Letter> letters, long oldestMillis) {}

    LetterScan(DeadTopic topic, LetterFilter filter, Bounds bounds) {
        this.topic = topic;
        this.filter = filter;
        this.bounds = bounds;
    }

    /**
     * Reads a page.
     *
     * @param cursor where the page before it ended: what lies before this is next
     */
    LetterPage page(Optional<LetterId> cursor) {
        for (Map.Entry<Integer, LogReader.Range> entry : topic.ranges().entrySet()) {
            int partition = entry.getKey();
            long end = entry.getValue().to();
            boolean here = cursor.map(it -> it.partition() == partition).orElse(false);
            if (here || cursor.map(it -> it.partition() < partition).orElse(true)) {
                long upper = here ? Math.min(end, cursor.orElseThrow().offset()) : end;
                Optional<LetterId> stopped = partition(partition, entry.getValue().from(), upper);
                if (stopped.isPresent()) {
                    return page(found, stopped);
                }
            }
        }
        return page(found, Optional.empty());
    }

    /** Where it had to stop; empty at the end of the partition. */
    private Optional<LetterId> partition(int partition, long begin, long end) {
        long upper = end;
        while (upper > begin) {
            if (records >= bounds.records() || topic.isLate()) {
                return Optional.of(new LetterId(partition, upper));
            }
            long lower = Math.max(begin, upper - BLOCK);
            Block block = block(partition, new LogReader.Range(lower, upper));
            for (Letter letter : block.letters()) {
                if (!fits(letter)) {
                    return Optional.of(new LetterId(partition, letter.id().offset() + 1));
                }
                found.add(letter);
                bytes += letter.size();
            }
            records += (int) (upper - lower);
            upper = lower;
            if (filter.from().map(it -> block.oldestMillis() < it.toEpochMilli()).orElse(false)) {
                // Times are the broker's: what lies before is not younger.
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean fits(Letter letter) {
        return found.isEmpty()
                || found.size() < bounds.letters() && bytes + letter.size() <= bounds.bytes();
    }

    private Block block(int partition, LogReader.Range range) {
        List<Letter> letters = new ArrayList<>();
        long[] oldest = {Long.MAX_VALUE};
        topic.read(
                partition,
                range,
                record -> {
                    oldest[0] = Math.min(oldest[0], record.timestamp());
                    if (DeadTopic.isLetter(record)) {
                        Letter letter = Letter.of(record).shortened();
                        if (filter.takes(letter)) {
                            letters.add(letter);
                        }
                    }
                });
        letters.sort(Comparator.comparing(Letter::id));
        return new Block(letters, oldest[0]);
    }

    private LetterPage page(List<Letter> letters, Optional<LetterId> next) {
        return new LetterPage(
                letters, topic.replayed(letters.stream().map(Letter::id).toList()), next);
    }
}
