package io.sluice.franz;

import io.sluice.franz.Sample.Mark;
import io.sluice.kafka.Stage;

import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From samples to the load of each topic. Pure.
 *
 * <p>Brokers count records, which are chunks; readers count events. What a record holds is taken
 * from what the readers have read, so a rate is right as soon as anything was.
 */
final class Loads {
    /** Fewer records than this say nothing about skew. */
    private static final long ENOUGH = 100;

    private final List<Sample> samples;
    private final long averageMillis;
    private final Map<String, List<TopicPartition>> topics = new HashMap<>();

    private Loads(List<Sample> samples, Duration average) {
        this.samples = samples;
        averageMillis = average.toMillis();
        for (TopicPartition it : samples.getLast().marks().keySet()) {
            topics.computeIfAbsent(it.topic(), topic -> new ArrayList<>()).add(it);
        }
    }

    /**
     * The loads by topic, of all that has a reader; none before the second sample.
     *
     * @param average over how long a rate is measured, or over all samples if they are shorter
     */
    static SortedMap<String, TopicLoad> of(List<Sample> samples, Duration average) {
        SortedMap<String, TopicLoad> loads = new TreeMap<>();
        if (samples.size() < 2) {
            return loads;
        }
        Loads work = new Loads(samples, average);
        Map<Stage, OptionalDouble> perMember = work.perMember();
        work.topics.forEach(
                (topic, partitions) ->
                        Stage.of(topic)
                                .ifPresent(
                                        stage ->
                                                loads.put(
                                                        topic,
                                                        work.load(
                                                                topic,
                                                                stage,
                                                                partitions,
                                                                perMember))));
        return loads;
    }

    private TopicLoad load(
            String topic,
            Stage stage,
            List<TopicPartition> partitions,
            Map<Stage, OptionalDouble> perMember) {
        partitions.sort(Comparator.comparingInt(TopicPartition::partition));
        int last = samples.size() - 1;
        double[] records = new double[samples.size()];
        double[] bytes = new double[samples.size()];
        boolean sized = true;
        double read = 0;
        double counted = 0;
        for (int i = 1; i <= last; i++) {
            records[i] = records[i - 1];
            bytes[i] = bytes[i - 1];
            for (TopicPartition partition : partitions) {
                Mark before = samples.get(i - 1).of(partition);
                Mark now = samples.get(i).of(partition);
                records[i] += Math.max(0, now.end() - before.end());
                // What retention deletes makes it smaller: then it tells nothing.
                bytes[i] += Math.max(0, now.bytes() - Math.max(0, before.bytes()));
                sized &= now.bytes() != Mark.UNKNOWN;
                read += Math.max(0, now.committed() - before.committed());
                counted += Math.max(0, now.counted() - before.counted());
            }
        }
        double perRecord = perRecord(partitions, read, counted);
        int lately = start(last);
        Skew skew = skew(partitions, lately);
        return new TopicLoad(
                topic,
                stage,
                partitions.size(),
                Duration.ofMillis(millis(0, last)),
                peak(records) * perRecord,
                sized ? OptionalDouble.of(peak(bytes)) : OptionalDouble.empty(),
                rate(records, lately, last) * perRecord,
                partitions.stream().mapToLong(it -> samples.getLast().of(it).behind()).sum()
                        * perRecord,
                partitions.stream().map(this::lag).max(Comparator.naturalOrder()).orElseThrow(),
                atFullSpeed(partitions, perMember.getOrDefault(stage, OptionalDouble.empty())),
                skew.ratio,
                skew.partition);
    }

    /** Events of a record: of those read in the window, else of all that were ever read, else 1. */
    private double perRecord(List<TopicPartition> partitions, double read, double counted) {
        if (read > 0 && counted > 0) {
            return counted / read;
        }
        double readEver = 0;
        double countedEver = 0;
        for (TopicPartition partition : partitions) {
            Mark now = samples.getLast().of(partition);
            readEver += now.committed();
            countedEver += now.counted();
        }
        return readEver > 0 && countedEver > 0 ? countedEver / readEver : 1;
    }

    private double peak(double[] sums) {
        double peak = 0;
        for (int end = 1; end < sums.length; end++) {
            if (millis(0, end) >= Math.min(averageMillis, millis(0, sums.length - 1))) {
                peak = Math.max(peak, rate(sums, start(end), end));
            }
        }
        return peak;
    }

    /** The latest sample from which to the given one an average can be taken; else the first. */
    private int start(int end) {
        int start = end - 1;
        while (start > 0 && millis(start, end) < averageMillis) {
            start--;
        }
        return start;
    }

    private double rate(double[] sums, int start, int end) {
        return perSecond(sums[end] - sums[start], start, end);
    }

    private double perSecond(double amount, int start, int end) {
        return amount * 1000 / Math.max(1, millis(start, end));
    }

    private long millis(int start, int end) {
        return samples.get(end).atMillis() - samples.get(start).atMillis();
    }

    /**
     * How fast a consumer is that always had more to read: what it had committed at the end of a
     * time was written before that time began. A partition may share its consumer with others; then
     * the group's average is nearer to the truth.
     */
    private OptionalDouble atFullSpeed(List<TopicPartition> partitions, OptionalDouble perMember) {
        double fastest = 0;
        for (int end = 1; end < samples.size(); end++) {
            int start = start(end);
            for (TopicPartition partition : partitions) {
                Mark before = samples.get(start).of(partition);
                Mark now = samples.get(end).of(partition);
                if (now.committed() < before.end() && now.counted() > before.counted()) {
                    fastest =
                            Math.max(
                                    fastest,
                                    perSecond(now.counted() - before.counted(), start, end));
                }
            }
        }
        return fastest == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(fastest, perMember.orElse(0)));
    }

    /** The most that a member of each group has read on average. */
    private Map<Stage, OptionalDouble> perMember() {
        Map<Stage, List<TopicPartition>> stages = new EnumMap<>(Stage.class);
        topics.forEach(
                (topic, partitions) ->
                        Stage.of(topic)
                                .ifPresent(
                                        it ->
                                                stages.computeIfAbsent(it, no -> new ArrayList<>())
                                                        .addAll(partitions)));
        Map<Stage, OptionalDouble> perMember = new EnumMap<>(Stage.class);
        stages.forEach((stage, its) -> perMember.put(stage, perMember(stage.group(), its)));
        return perMember;
    }

    private OptionalDouble perMember(String group, List<TopicPartition> partitions) {
        double most = 0;
        for (int end = 1; end < samples.size(); end++) {
            int start = start(end);
            int members = samples.get(end).members().getOrDefault(group, 0);
            double read = 0;
            for (TopicPartition it : partitions) {
                long before = samples.get(start).of(it).counted();
                read += Math.max(0, samples.get(end).of(it).counted() - before);
            }
            if (members > 0) {
                most = Math.max(most, perSecond(read, start, end) / members);
            }
        }
        return most == 0 ? OptionalDouble.empty() : OptionalDouble.of(most);
    }

    /** Since when the next record to read was there, between the samples that saw it come. */
    private Duration lag(TopicPartition partition) {
        Mark now = samples.getLast().of(partition);
        if (now.behind() == 0) {
            return Duration.ZERO;
        }
        int seen = samples.size() - 1;
        while (seen > 0 && samples.get(seen - 1).of(partition).end() > now.committed()) {
            seen--;
        }
        long came = samples.get(seen).atMillis();
        if (seen > 0) {
            long before = samples.get(seen - 1).of(partition).end();
            long after = samples.get(seen).of(partition).end();
            double share = (now.committed() - before) / (double) Math.max(1, after - before);
            came = samples.get(seen - 1).atMillis() + (long) (share * millis(seen - 1, seen));
        }
        return Duration.ofMillis(samples.getLast().atMillis() - came);
    }

    private record Skew(double ratio, int partition) {}

    private Skew skew(List<TopicPartition> partitions, int start) {
        long sum = 0;
        long most = 0;
        int busiest = 0;
        for (TopicPartition partition : partitions) {
            long got =
                    Math.max(
                            0,
                            samples.getLast().of(partition).end()
                                    - samples.get(start).of(partition).end());
            sum += got;
            if (got > most) {
                most = got;
                busiest = partition.partition();
            }
        }
        return sum < ENOUGH
                ? new Skew(1, 0)
                : new Skew(most * (double) partitions.size() / sum, busiest);
    }
}
