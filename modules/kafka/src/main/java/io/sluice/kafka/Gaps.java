package io.sluice.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Where to read on when a partition has no record at the offset to be read. Records that were gone
 * before they were read (by retention, a deletion, or with the whole topic) are noted in the
 * group's own counters, with the offset behind them, so that no restart can forget the loss. For
 * the loop's thread.
 */
final class Gaps {
    private static final Logger log = LoggerFactory.getLogger(Gaps.class);

    private final PollLoop.Config config;
    private final Consumer<byte[], byte[]> consumer;

    Gaps(PollLoop.Config config, Consumer<byte[], byte[]> consumer) {
        this.config = config;
        this.consumer = consumer;
    }

    /**
     * Starts at the beginning of partitions that the group has never read.
     *
     * @return false if there is another among them, or one whose first records are gone
     */
    boolean begin(Collection<TopicPartition> partitions) {
        Set<TopicPartition> all = Set.copyOf(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        Set<TopicPartition> fresh = new HashSet<>(all);
        fresh.removeIf(it -> committed.get(it) != null || !Long.valueOf(0).equals(begins.get(it)));
        fresh.forEach(partition -> consumer.seek(partition, 0));
        return fresh.size() == all.size();
    }

    /** Commits, for each partition of which records are gone, the offset behind them. */
    void note(Collection<TopicPartition> partitions) {
        Set<TopicPartition> all = Set.copyOf(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        begins.forEach(
                (partition, begin) -> {
                    OffsetAndMetadata before = committed.get(partition);
                    long from = before == null ? 0 : before.offset();
                    boolean anew = from > ends.getOrDefault(partition, Long.MAX_VALUE);
                    if (from < begin || anew) {
                        say(partition, from, begin, anew);
                        behind.put(partition, after(before, begin, anew));
                    }
                });
        if (!behind.isEmpty()) {
            consumer.commitSync(behind);
        }
    }

    private static OffsetAndMetadata after(
            @Nullable OffsetAndMetadata before, long begin, boolean anew) {
        OffsetCounters counters = OffsetCounters.parse(before == null ? "" : before.metadata());
        OffsetCounters noted =
                anew
                        ? counters.plus(OffsetCounters.ANEW, 1)
                        : counters.plus(
                                OffsetCounters.SKIPPED,
                                begin - (before == null ? 0 : before.offset()));
        return new OffsetAndMetadata(begin, noted.encode());
    }

    private void say(TopicPartition partition, long from, long begin, boolean anew) {
        log.atError()
                .addKeyValue("group", config.groupId())
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("from", from)
                .addKeyValue("begin", begin)
                .log(
                        anew
                                ? "the partition ends before what was read: it was made anew or"
                                        + " cut, and is read from its beginning"
                                : "records were gone before they were read; reading goes on"
                                        + " behind");
    }
}
