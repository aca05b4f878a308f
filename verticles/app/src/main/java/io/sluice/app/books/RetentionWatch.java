package io.sluice.app.books;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.TopicRetention;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How near retention is to what a stage has not read yet. */
final class RetentionWatch {
    private RetentionWatch() {}

    /**
     * One partition with unread records.
     *
     * @param share of the retention that the oldest of them has used, by age or by bytes, whichever
     *     is more: at 1 it may be deleted
     */
    public record Share(String stage, TopicPartition partition, double share, String text) {
        /** The same while it goes on. */
        String key() {
            return stage + " " + partition;
        }
    }

    /** Looks at every partition that a stage has not read to its end. Blocks. */
    static List<Share> read(
            List<Group> groups, GroupOffsets offsets, LogReader reader, long nowMillis) {
        Set<TopicPartition> behind = new HashSet<>();
        Map<TopicPartition, Long> next = new HashMap<>();
        for (Group group : groups) {
            for (Standing it : group.standings()) {
                if (it.behind() > 0) {
                    behind.add(it.partition());
                    next.put(it.partition(), it.unread().from());
                }
            }
        }
        if (behind.isEmpty()) {
            return List.of();
        }
        Map<String, TopicRetention> retention =
                offsets.retention(behind.stream().map(TopicPartition::topic).distinct().toList());
        Map<TopicPartition, Long> oldest = oldest(next, reader);
        Map<TopicPartition, Long> bytes = bytes(behind, retention, offsets);
        List<Share> shares = new ArrayList<>();
        for (Group group : groups) {
            for (Standing it : group.standings()) {
                TopicRetention limits = retention.get(it.partition().topic());
                Long since = oldest.get(it.partition());
                if (it.behind() > 0 && limits != null && since != null) {
                    share(group.stage(), it, limits, nowMillis - since, bytes)
                            .ifPresent(shares::add);
                }
            }
        }
        return shares;
    }

    /** When the first unread record was written; none where only markers follow. */
    private static Map<TopicPartition, Long> oldest(
            Map<TopicPartition, Long> next, LogReader reader) {
        Map<TopicPartition, Long> oldest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : reader.first(next)) {
            if (record.timestamp() > 0) {
                oldest.put(
                        new TopicPartition(record.topic(), record.partition()), record.timestamp());
            }
        }
        return oldest;
    }

    private static Map<TopicPartition, Long> bytes(
            Collection<TopicPartition> partitions,
            Map<String, TopicRetention> retention,
            GroupOffsets offsets) {
        List<TopicPartition> limited =
                partitions.stream()
                        .filter(
                                it ->
                                        Optional.ofNullable(retention.get(it.topic()))
                                                .filter(limits -> limits.bytes().isPresent())
                                                .isPresent())
                        .toList();
        return limited.isEmpty() ? Map.of() : offsets.bytes(limited);
    }

    private static Optional<Share> share(
            String stage,
            Standing it,
            TopicRetention limits,
            long ageMillis,
            Map<TopicPartition, Long> bytes) {
        double byAge = ageMillis / (double) limits.millis().orElse(Long.MAX_VALUE);
        double unread =
                it.behind()
                        / (double) Math.max(1, it.end() - it.begin())
                        * bytes.getOrDefault(it.partition(), 0L);
        double byBytes = unread / limits.bytes().orElse(Long.MAX_VALUE);
        double share = Math.max(byAge, byBytes);
        if (limits.millis().isEmpty() && limits.bytes().isEmpty()) {
            return Optional.empty();
        }
        String text =
                "the %s has not read %d offsets of %s-%d: the oldest record is %d s old and has used %.0f%% of the topic's retention"
                        .formatted(
                                stage,
                                it.behind(),
                                it.partition().topic(),
                                it.partition().partition(),
                                ageMillis / 1000,
                                share * 100);
        return Optional.of(new Share(stage, it.partition(), share, text));
    }
}
