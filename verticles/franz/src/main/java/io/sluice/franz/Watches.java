package io.sluice.franz;

import io.sluice.franz.Finding.Kind;
import io.sluice.kafka.Stage;
import io.sluice.kafka.TopicState;
import io.sluice.kafka.TopicState.PartitionState;
import io.sluice.kafka.Topics;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What hurts now, or soon. Pure: facts in, findings out. */
final class Watches {
    private final WatchSettings settings;

    Watches(WatchSettings settings) {
        this.settings = settings;
    }

    /** Partitions that cannot be used, or could be lost with the next broker. */
    List<Finding> copies(Collection<TopicState> topics) {
        List<Finding> findings = new ArrayList<>();
        for (TopicState topic : topics) {
            int minInsync =
                    topic.configs()
                            .map(it -> it.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG))
                            .map(Integer::parseInt)
                            .orElse(1);
            note(
                    findings,
                    topic,
                    Kind.NO_LEADER,
                    it -> !it.led(),
                    "have no leader: nothing is written to them or read",
                    "start the brokers that have their copies");
            note(
                    findings,
                    topic,
                    Kind.BELOW_MIN_INSYNC,
                    it -> it.led() && it.inSync() < minInsync,
                    "have fewer than %d copies in step: writes are refused".formatted(minInsync),
                    "start the brokers that have the other copies");
            note(
                    findings,
                    topic,
                    Kind.UNDER_REPLICATED,
                    it -> it.led() && it.inSync() >= minInsync && it.inSync() < it.copies(),
                    "have copies that are behind",
                    "see whether a broker is down, or slow");
        }
        return findings;
    }

    private static void note(
            List<Finding> findings,
            TopicState topic,
            Kind kind,
            Predicate<PartitionState> which,
            String text,
            String advice) {
        List<Integer> numbers = numbers(topic, which);
        if (!numbers.isEmpty()) {
            findings.add(
                    new Finding(
                            kind,
                            topic.name(),
                            "%d of %d partitions %s (%s)"
                                    .formatted(
                                            numbers.size(),
                                            topic.partitions().size(),
                                            text,
                                            numbers.stream()
                                                    .limit(10)
                                                    .map(String::valueOf)
                                                    .collect(Collectors.joining(", "))),
                            advice));
        }
    }

    private static List<Integer> numbers(TopicState topic, Predicate<PartitionState> which) {
        return IntStream.range(0, topic.partitions().size())
                .filter(i -> which.test(topic.partitions().get(i)))
                .boxed()
                .toList();
    }

    /** Topics of apps that the registry does not have. */
    static List<Finding> unknownApps(Collection<String> topics, Set<String> apps) {
        return topics.stream()
                .filter(topic -> Topics.appOf(topic).filter(app -> !apps.contains(app)).isPresent())
                .sorted()
                .map(
                        topic ->
                                new Finding(
                                        Kind.UNKNOWN_APP,
                                        topic,
                                        "its app is not in the registry",
                                        "franz deletes nothing"))
                .toList();
    }

    /** Partitions that get much more than their neighbours. */
    List<Finding> skew(Collection<TopicLoad> loads) {
        return loads.stream()
                .filter(it -> it.skew() > settings.skew())
                .map(
                        it ->
                                new Finding(
                                        Kind.SKEW,
                                        it.topic(),
                                        "partition %d gets %.1f times the average of %d"
                                                .formatted(
                                                        it.busiest(), it.skew(), it.partitions()),
                                        "rows of one busy table stay together; a foreign producer"
                                                + " should send without keys"))
                .toList();
    }

    /**
     * When an unread record is in danger, for each partition that has unread ones: the time that a
     * record's retention is used up to the percentage of the settings. To be looked up by {@link
     * io.sluice.kafka.TopicOffsets#since}.
     */
    Map<TopicPartition, Long> dangerous(Sample now, Map<String, TopicState> topics) {
        Map<TopicPartition, Long> since = new HashMap<>();
        now.marks()
                .forEach(
                        (partition, mark) -> {
                            TopicState topic = topics.get(partition.topic());
                            if (topic != null && mark.behind() > 0) {
                                retention(topic)
                                        .ifPresent(
                                                millis ->
                                                        since.put(
                                                                partition,
                                                                now.atMillis()
                                                                        - millis
                                                                                / 100
                                                                                * settings
                                                                                        .retention()));
                            }
                        });
        return since;
    }

    private static OptionalLong retention(TopicState topic) {
        return topic.configs()
                .map(it -> it.getOrDefault(TopicConfig.RETENTION_MS_CONFIG, "-1"))
                .map(Long::parseLong)
                .filter(millis -> millis > 0)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /**
     * Readers that retention is about to overtake.
     *
     * @param first the first record after the time of {@link #dangerous}; -1 where all are older
     */
    List<Finding> retention(Sample now, Map<TopicPartition, Long> first) {
        Map<String, List<TopicPartition>> near =
                first.entrySet().stream()
                        .filter(
                                it ->
                                        it.getValue() < 0
                                                || it.getValue() > now.of(it.getKey()).committed())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.groupingBy(TopicPartition::topic));
        return near.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(
                        it ->
                                new Finding(
                                        Kind.RETENTION_NEAR,
                                        it.getKey(),
                                        "the %s has not read records of %d partitions that have used more than %d%% of the topic's retention"
                                                .formatted(
                                                        Stage.of(it.getKey())
                                                                .map(Stage::word)
                                                                .orElse("reader"),
                                                        it.getValue().size(),
                                                        settings.retention()),
                                        "start it, or set a longer retention before records go"))
                .toList();
    }

    /** Which partitions to look up for {@link #stale}, and since when; events topics alone. */
    Map<TopicPartition, Long> silent(Sample now) {
        Duration stale = settings.stale();
        Map<TopicPartition, Long> since = new HashMap<>();
        if (!stale.isZero()) {
            now.marks()
                    .forEach(
                            (partition, mark) -> {
                                if (mark.end() > 0
                                        && Stage.of(partition.topic())
                                                .filter(Stage.SQLIZER::equals)
                                                .isPresent()) {
                                    since.put(partition, now.atMillis() - stale.toMillis());
                                }
                            });
        }
        return since;
    }

    /** Events topics that got nothing for long. */
    List<Finding> stale(Map<TopicPartition, Long> first) {
        Map<String, Boolean> alive = new HashMap<>();
        first.forEach(
                (partition, offset) ->
                        alive.merge(partition.topic(), offset >= 0, Boolean::logicalOr));
        return alive.entrySet().stream()
                .filter(it -> !it.getValue())
                .map(Map.Entry::getKey)
                .sorted()
                .map(
                        topic ->
                                new Finding(
                                        Kind.STALE_TOPIC,
                                        topic,
                                        "no event came for %d days"
                                                .formatted(settings.stale().toDays()),
                                        "ask whether the app still sends"))
                .toList();
    }
}
