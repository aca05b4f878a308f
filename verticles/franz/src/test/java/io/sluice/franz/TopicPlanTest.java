package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.franz.TopicPlan.Finding;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicSpec;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

class TopicPlanTest {
    private static final KafkaSettings KAFKA = KafkaSettings.of("h:1");
    private static final List<TopicSpec> DESIRED =
            new TopicLayout(FranzSettings.DEFAULT, KAFKA).topics(List.of("demo"));

    private static Map<String, TopicSpec> byName(List<TopicSpec> topics) {
        return topics.stream().collect(Collectors.toMap(TopicSpec::name, Function.identity()));
    }

    @Test
    void laysOutTheTopicsOfAnApp() {
        assertThat(DESIRED)
                .extracting(TopicSpec::name, TopicSpec::partitions, TopicSpec::replication)
                .containsExactly(
                        tuple("sluice.loads", 4, 3),
                        tuple("sluice.demo.events", 4, 3),
                        tuple("sluice.demo.rows", 4, 3),
                        tuple("sluice.demo.dead", 1, 3));
        assertThat(byName(DESIRED).get("sluice.demo.rows").configs())
                .containsEntry("retention.ms", Long.toString(Duration.ofDays(3).toMillis()))
                .containsEntry("max.message.bytes", Integer.toString(KAFKA.maxRequestBytes()))
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
    void createsWhatIsMissingOnly() {
        Map<String, TopicSpec> actual = byName(DESIRED.subList(0, 2));
        TopicPlan plan = TopicPlan.diff(DESIRED, actual);
        assertThat(plan.create()).isEqualTo(DESIRED.subList(2, 4));
        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void tellsOfDifferencesAndNeverShrinks() {
        TopicSpec wanted = new TopicSpec("t", 4, 3, Map.of("retention.ms", "5", "a", "1"));
        TopicSpec smaller = new TopicSpec("t", 2, 1, Map.of("retention.ms", "7", "b", "2"));
        TopicSpec larger = new TopicSpec("t", 9, 3, Map.of("retention.ms", "5", "a", "1"));
        assertThat(TopicPlan.diff(List.of(wanted), Map.of("t", smaller)))
                .isEqualTo(
                        new TopicPlan(
                                List.of(),
                                List.of(
                                        new Finding.FewerPartitions("t", 2, 4),
                                        new Finding.OtherReplication("t", 1, 3),
                                        new Finding.OtherConfig("t", "a", "", "1"),
                                        new Finding.OtherConfig("t", "retention.ms", "7", "5"))));
        assertThat(TopicPlan.diff(List.of(wanted), Map.of("t", larger)))
                .isEqualTo(new TopicPlan(List.of(), List.of()));
    }

    @Test
    void refusesTopicsThatWouldNotTakeWhatProducersSend() {
        FranzSettings small =
                new FranzSettings(
                        1,
                        1,
                        1,
                        KAFKA.maxRequestBytes() - 1,
                        Retention.DEFAULT,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        List.of());
        assertThatThrownBy(() -> new TopicLayout(small, KAFKA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-message-size");
    }
}
