package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.franz.Finding.Kind;
import io.sluice.franz.Sample.Mark;
import io.sluice.kafka.TopicState;
import io.sluice.kafka.TopicState.PartitionState;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class WatchesTest {
    private static final String EVENTS = "sluice.demo.events";
    private static final TopicPartition FIRST = new TopicPartition(EVENTS, 0);
    private static final TopicState TOPIC =
            new TopicState(
                    EVENTS,
                    List.of(
                            new PartitionState(true, 3, 3),
                            new PartitionState(true, 3, 2),
                            new PartitionState(true, 3, 1),
                            new PartitionState(false, 3, 1)),
                    Optional.of(Map.of("retention.ms", "1000", "min.insync.replicas", "2")));
    private final Watches watches = new Watches(WatchSettings.DEFAULT);

    @Test
    void tellsOfCopies() {
        assertThat(watches.copies(List.of(TOPIC)))
                .extracting(Finding::kind)
                .containsExactly(Kind.NO_LEADER, Kind.BELOW_MIN_INSYNC, Kind.UNDER_REPLICATED);
        assertThat(watches.copies(List.of(TOPIC)).getFirst().text())
                .isEqualTo(
                        "1 of 4 partitions have no leader: nothing is written to them or read (3)");
    }

    @Test
    void tellsOfTopicsWithoutAnApp() {
        assertThat(
                        Watches.unknownApps(
                                List.of(EVENTS, "sluice.gone.rows", "sluice.loads", "foreign"),
                                Set.of("demo")))
                .extracting(Finding::topic)
                .containsExactly("sluice.gone.rows");
    }

    @Test
    void tellsWhenRetentionIsAboutToOvertakeAReader() {
        Sample behind = new Sample(10_000, Map.of(FIRST, new Mark(100, 40, 40, 0)), Map.of());
        assertThat(watches.dangerous(behind, Map.of(EVENTS, TOPIC))).containsEntry(FIRST, 9_500L);
        assertThat(watches.retention(behind, Map.of(FIRST, 40L))).isEmpty();
        assertThat(watches.retention(behind, Map.of(FIRST, 41L)))
                .extracting(Finding::kind)
                .containsExactly(Kind.RETENTION_NEAR);
        assertThat(watches.retention(behind, Map.of(FIRST, -1L))).hasSize(1);
        Sample read = new Sample(10_000, Map.of(FIRST, new Mark(100, 100, 40, 0)), Map.of());
        assertThat(watches.dangerous(read, Map.of(EVENTS, TOPIC))).isEmpty();
    }

    @Test
    void tellsOfTopicsThatGotNothingForLong() {
        Sample now =
                new Sample(
                        System.currentTimeMillis(),
                        Map.of(
                                FIRST,
                                new Mark(5, 5, 5, 0),
                                new TopicPartition("sluice.new.events", 0),
                                new Mark(0, 0, 0, 0)),
                        Map.of());
        assertThat(watches.silent(now)).containsOnlyKeys(FIRST);
        assertThat(watches.stale(Map.of(FIRST, -1L)))
                .extracting(Finding::kind, Finding::topic)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.STALE_TOPIC, EVENTS));
        assertThat(watches.stale(Map.of(FIRST, 3L))).isEmpty();
    }
}
