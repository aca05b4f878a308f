package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.franz.Finding.Kind;
import io.sluice.franz.TopicPlan.Lowering;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.TopicState;
import io.sluice.kafka.TopicState.PartitionState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class TopicPlanTest {
    private static final KafkaSettings KAFKA = KafkaSettings.of("h:1");
    private static final List<TopicSpec> DESIRED =
            new TopicLayout(FranzSettings.DEFAULT, KAFKA).topics(List.of("demo"));

    static TopicState state(TopicSpec spec) {
        int copies = spec.replication();
        return new TopicState(
                spec.name(),
                Collections.nCopies(spec.partitions(), new PartitionState(true, copies, copies)),
                Optional.of(spec.configs()));
    }

    private static Map<String, TopicState> states(List<TopicSpec> topics) {
        Map<String, TopicState> states = new HashMap<>();
        topics.forEach(topic -> states.put(topic.name(), state(topic)));
        return states;
    }

    private static TopicSpec topic(int partitions, int copies, Map<String, String> configs) {
        return new TopicSpec("t", partitions, copies, configs);
    }

    private static TopicPlan diff(TopicSpec wanted, TopicSpec found) {
        return TopicPlan.diff(List.of(wanted), Map.of("t", state(found)));
    }

    @Test
    void laysOutTheTopicsOfAnApp() {
        assertThat(DESIRED)
                .extracting(TopicSpec::name, TopicSpec::partitions, TopicSpec::replication)
                .containsExactly(
                        tuple("sluice.loads", 4, 3),
                        tuple("sluice.archive", 1, 3),
                        tuple("sluice.demo.events", 4, 3),
                        tuple("sluice.demo.rows", 4, 3),
                        tuple("sluice.demo.dead", 1, 3));
        assertThat(DESIRED.get(3).configs())
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(3).toMillis()))
                .containsEntry("max.message.bytes", Integer.toString(KAFKA.maxRequestBytes()))
                .containsEntry("compression.type", "producer")
                .containsEntry("min.insync.replicas", "2");
    }

    @Test
    void anEmbeddedStackKeepsEverythingOnce() {
        assertThat(
                        new TopicLayout(FranzSettings.embedded(List.of()), KAFKA)
                                .topics(List.of("demo")))
                .allSatisfy(
                        topic -> {
                            assertThat(topic.replication()).isEqualTo(1);
                            assertThat(topic.configs())
                                    .containsEntry("retention.ms", "-1")
                                    .containsEntry("min.insync.replicas", "1");
                        });
    }

    @Test
    void createsWhatIsMissing() {
        TopicPlan plan = TopicPlan.diff(DESIRED, states(DESIRED.subList(0, 3)));
        assertThat(plan.missing()).isEqualTo(DESIRED.subList(3, 5));
        assertThat(plan.findings())
                .extracting(Finding::line)
                .containsExactly(
                        "sluice.demo.rows: expected a topic of 4 partitions, found none",
                        "sluice.demo.dead: expected a topic of 1 partitions, found none");
    }

    @Test
    void namesEveryDifferenceAndOrdersTheSteps() {
        TopicSpec wanted = topic(12, 3, Map.of("retention.ms", "9000", "cleanup.policy", "delete"));
        TopicSpec found = topic(6, 1, Map.of("retention.ms", "7000", "b", "2"));
        TopicPlan plan = diff(wanted, found);
        assertThat(plan.findings())
                .extracting(Finding::kind, Finding::text)
                .containsExactly(
                        tuple(Kind.FEWER_PARTITIONS, "expected 12 partitions, found 6"),
                        tuple(
                                Kind.OTHER_REPLICATION,
                                "expected 3 copies of each partition, found 1"),
                        tuple(Kind.OTHER_SETTING, "expected cleanup.policy=delete, found nothing"),
                        tuple(Kind.OTHER_SETTING, "expected retention.ms=9000, found 7000"));
        assertThat(plan.steps())
                .extracting(Step::text)
                .containsExactly(
                        "set cleanup.policy:  -> delete, retention.ms: 7000 -> 9000",
                        "grow from 6 to 12 partitions");
    }

    @Test
    void shrinksNothingAndDeletesNothing() {
        TopicSpec wanted = topic(4, 3, Map.of("retention.ms", "5", "max.message.bytes", "10"));
        TopicSpec larger = topic(9, 3, Map.of("retention.ms", "-1", "max.message.bytes", "20"));
        TopicPlan plan = diff(wanted, larger);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.findings())
                .extracting(Finding::leftAlone)
                .hasSize(2)
                .allMatch(why -> !why.isEmpty());
        // A topic that nobody asked for is not even looked at.
        assertThat(TopicPlan.diff(List.of(), Map.of("t", state(larger))))
                .isEqualTo(new TopicPlan(List.of(), List.of()));
    }

    @Test
    void lowersRetentionOnlyWhenAsked() {
        TopicSpec wanted = topic(1, 1, Map.of("retention.ms", "5"));
        TopicSpec longer = topic(1, 1, Map.of("retention.ms", "7"));
        assertThat(
                        TopicPlan.diff(List.of(wanted), Map.of("t", state(longer)), Lowering.APPLY)
                                .steps())
                .hasSize(1);
    }

    @Test
    void neverAsksForMoreCopiesInStepThanThereAre() {
        TopicSpec wanted = topic(1, 3, Map.of("min.insync.replicas", "2"));
        TopicSpec alone = topic(1, 1, Map.of("min.insync.replicas", "1"));
        assertThat(diff(wanted, alone).steps()).isEmpty();
    }

    @Test
    void settingsThatWeMayNotSeeAreLeftAlone() {
        TopicState hidden =
                new TopicState("t", state(topic(1, 1, Map.of())).partitions(), Optional.empty());
        assertThat(
                        TopicPlan.diff(
                                List.of(topic(2, 1, Map.of("retention.ms", "5"))),
                                Map.of("t", hidden)))
                .extracting(it -> it.steps().size(), it -> it.findings().size())
                .containsExactly(1, 1);
    }

    /** Cut off after any step, a new plan has exactly the rest. */
    @Test
    void canBeCutOffAnywhere() {
        Map<String, TopicState> cluster =
                states(
                        List.of(
                                new TopicSpec("sluice.loads", 1, 3, Map.of()),
                                new TopicSpec("sluice.demo.events", 2, 3, Map.of())));
        TopicPlan whole = TopicPlan.diff(DESIRED, cluster);
        for (int done = 0; done <= whole.steps().size(); done++) {
            Map<String, TopicState> partly = new HashMap<>(cluster);
            whole.steps().subList(0, done).forEach(step -> take(step, partly));
            TopicPlan rest = TopicPlan.diff(DESIRED, partly);
            assertThat(rest.steps()).isEqualTo(whole.steps().subList(done, whole.steps().size()));
        }
        assertThat(whole.steps()).hasSize(7);
    }

    private static void take(Step step, Map<String, TopicState> cluster) {
        switch (step) {
            case Step.Create create -> cluster.put(step.topic(), state(create.spec()));
            case Step.Grow grow -> {
                TopicSpec before = cluster.get(step.topic()).spec();
                cluster.put(
                        step.topic(),
                        state(
                                new TopicSpec(
                                        step.topic(),
                                        grow.to(),
                                        before.replication(),
                                        before.configs())));
            }
            case Step.Configure configure -> {
                TopicSpec before = cluster.get(step.topic()).spec();
                Map<String, String> configs = new HashMap<>(before.configs());
                configs.putAll(configure.to());
                cluster.put(
                        step.topic(),
                        state(
                                new TopicSpec(
                                        step.topic(),
                                        before.partitions(),
                                        before.replication(),
                                        configs)));
            }
        }
    }

    @Test
    void refusesTopicsThatWouldNotTakeWhatProducersSend() {
        FranzSettings it = FranzSettings.DEFAULT;
        FranzSettings small =
                new FranzSettings(
                        1,
                        1,
                        1,
                        0,
                        KAFKA.maxRequestBytes() - 1,
                        it.compression(),
                        Retention.DEFAULT,
                        Map.of(),
                        it.sizing(),
                        it.watch(),
                        it.poll(),
                        it.recheck(),
                        List.of());
        assertThatThrownBy(() -> new TopicLayout(small, KAFKA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-message-size");
    }

    /** A thousand apps with three topics each, an hour of samples: well under a second. */
    @Test
    void plansForAThousandAppsInUnderASecond() {
        List<String> apps = IntStream.range(0, 1000).mapToObj(i -> "app" + i).toList();
        TopicLayout layout = new TopicLayout(FranzSettings.DEFAULT, KAFKA);
        Map<String, TopicState> cluster = states(layout.topics(apps.subList(0, 900)));
        List<Sample> samples = LoadsTest.growing(cluster.values(), 60);
        SizingSettings sizing = SizingSettings.DEFAULT;
        long best = Long.MAX_VALUE;
        List<Object> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            TopicPlan plan = TopicPlan.diff(layout.topics(apps), cluster);
            List<Advice> advice =
                    Loads.of(samples, sizing.average()).values().stream()
                            .map(load -> new Sizing(sizing).advise(load, 4))
                            .toList();
            best = Math.min(best, System.nanoTime() - began);
            assertThat(plan.steps()).hasSize(300);
            assertThat(advice).hasSize(1801);
            results.add(advice);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(1));
        assertThat(results.get(0)).isEqualTo(results.get(2));
    }
}
