package io.sluice.franz;

import io.sluice.franz.Sample.Mark;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Stage;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicOffsets;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.TopicState;
import io.vertx.core.Future;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the cluster: some ten calls a survey and five a sample, whatever the number of topics.
 * Goes on without what the cluster does not let it see. One context.
 */
final class TopicSurvey {
    private final FranzSettings settings;
    private final TopicLayout layout;
    private final TopicAdmin admin;
    private final TopicOffsets offsets;
    private final Watches watches;
    private final Sizing sizing;
    private final LoadHistory history;
    private final Rights rights = new Rights();
    private Map<String, TopicState> states = Map.of();

    TopicSurvey(FranzSettings settings, TopicLayout layout, TopicAdmin admin) {
        this.settings = settings;
        this.layout = layout;
        this.admin = admin;
        offsets = admin.offsets();
        watches = new Watches(settings.watch());
        sizing = new Sizing(settings.sizing());
        history = new LoadHistory(settings.sizing().window());
    }

    /** Compares the topics of these apps with the plan, and looks for what hurts. */
    Future<TopicReport> survey(List<String> apps, TopicPlan.Lowering lowering) {
        List<TopicSpec> desired = layout.topics(apps);
        List<String> names = desired.stream().map(TopicSpec::name).toList();
        return admin.list()
                .compose(
                        all ->
                                admin.states(names)
                                        .compose(
                                                found -> {
                                                    keep(found);
                                                    return sample();
                                                })
                                        .compose(this::inDanger)
                                        .map(
                                                danger ->
                                                        report(
                                                                desired,
                                                                lowering,
                                                                all,
                                                                new HashSet<>(apps),
                                                                danger)));
    }

    private void keep(Map<String, TopicState> found) {
        states = found;
        rights.note(
                "DescribeConfigs on the topics",
                "their settings cannot be compared",
                found.values().stream().allMatch(it -> it.configs().isPresent()));
    }

    private TopicReport report(
            List<TopicSpec> desired,
            TopicPlan.Lowering lowering,
            Set<String> all,
            Set<String> apps,
            List<Finding> danger) {
        List<Finding> watched = new ArrayList<>(watches.copies(states.values()));
        watched.addAll(danger);
        watched.addAll(Watches.unknownApps(all, apps));
        List<TopicLoad> loads = loads();
        watched.addAll(watches.skew(loads));
        watched.addAll(rights.findings());
        return new TopicReport(
                TopicPlan.diff(desired, states, lowering), watched, loads, advice(loads));
    }

    /** What was measured so far. */
    List<TopicLoad> loads() {
        return List.copyOf(Loads.of(history.samples(), settings.sizing().average()).values());
    }

    /**
     * Of the topics of apps; the one of load units has an order to keep, and stays as it is set.
     */
    private List<Advice> advice(List<TopicLoad> loads) {
        List<Sample> samples = history.samples();
        Map<String, Integer> members = samples.isEmpty() ? Map.of() : samples.getLast().members();
        return loads.stream()
                .filter(it -> it.stage() != Stage.LOADER)
                .map(it -> sizing.advise(it, members.getOrDefault(it.stage().group(), 0)))
                .toList();
    }

    private Future<List<Finding>> inDanger(Sample now) {
        Future<Map<TopicPartition, Long>> old = since(watches.dangerous(now, states));
        Future<Map<TopicPartition, Long>> silent = since(watches.silent(now));
        return Future.all(old, silent)
                .map(
                        done -> {
                            List<Finding> findings =
                                    new ArrayList<>(watches.retention(now, old.result()));
                            findings.addAll(watches.stale(silent.result()));
                            return findings;
                        });
    }

    private Future<Map<TopicPartition, Long>> since(Map<TopicPartition, Long> millis) {
        return rights.ask(
                "Describe on the topics",
                "records that are about to expire cannot be told",
                offsets.since(millis),
                Map.of());
    }

    /** Notes where all topics of the last survey, and their readers, stand. */
    Future<Sample> sample() {
        List<TopicPartition> partitions = partitions();
        Future<Map<TopicPartition, Long>> ends =
                rights.ask(
                        "Describe on the topics",
                        "load and lag cannot be measured",
                        offsets.ends(partitions),
                        Map.of());
        Future<Map<String, Map<TopicPartition, OffsetAndMetadata>>> committed =
                rights.ask(
                        "Describe on the groups " + Stage.groups(),
                        "lag and events a second cannot be measured",
                        offsets.committed(Stage.groups()),
                        Map.of());
        Future<Map<String, Integer>> members =
                rights.ask(
                        "Describe on the groups " + Stage.groups(),
                        "how many read side by side cannot be told",
                        offsets.members(Stage.groups()),
                        Map.of());
        Future<Map<TopicPartition, Long>> bytes =
                rights.ask(
                        "Describe on the cluster",
                        "bytes a second cannot be measured",
                        offsets.bytes(),
                        Map.of());
        return Future.all(ends, committed, members, bytes)
                .map(
                        done -> {
                            Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
                            committed.result().values().forEach(all::putAll);
                            Sample sample =
                                    new Sample(
                                            System.currentTimeMillis(),
                                            marks(ends.result(), all, bytes.result()),
                                            members.result());
                            history.add(sample);
                            return sample;
                        });
    }

    /** Those that somebody reads and that have a leader, without which nobody could answer. */
    private List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicState topic : states.values()) {
            if (Stage.of(topic.name()).isPresent()) {
                for (int i = 0; i < topic.partitions().size(); i++) {
                    if (topic.partitions().get(i).led()) {
                        partitions.add(new TopicPartition(topic.name(), i));
                    }
                }
            }
        }
        return partitions;
    }

    private static Map<TopicPartition, Mark> marks(
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> bytes) {
        Map<TopicPartition, Mark> marks = new HashMap<>();
        ends.forEach(
                (partition, end) -> {
                    OffsetAndMetadata read = committed.get(partition);
                    String counter =
                            Stage.of(partition.topic()).map(Stage::counter).orElse("events");
                    marks.put(
                            partition,
                            new Mark(
                                    end,
                                    read == null ? 0 : read.offset(),
                                    read == null
                                            ? 0
                                            : OffsetCounters.parse(read.metadata()).get(counter),
                                    bytes.getOrDefault(partition, Mark.UNKNOWN)));
                });
        return marks;
    }
}
