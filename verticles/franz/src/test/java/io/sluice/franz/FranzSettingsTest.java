package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.KafkaSettings;
import io.sluice.runtime.Problem;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Secret;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class FranzSettingsTest {
    private static final KafkaSettings KAFKA = KafkaSettings.of("h:1");
    private static final Retention RETENTION =
            new Retention(
                    Duration.ofDays(1),
                    Retention.FOREVER,
                    Duration.ofDays(2),
                    Duration.ofDays(3),
                    Duration.ofDays(4));
    private final Problems problems = new Problems();

    private FranzSettings read(String yaml) {
        Section root = Settings.parse(yaml, Map.of("KEY", "hush"), problems);
        FranzSettings settings = FranzSettings.read(root, KAFKA);
        root.finish();
        return settings;
    }

    @Test
    void hasDefaults() {
        assertThat(read("")).isEqualTo(FranzSettings.DEFAULT);
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void readsEverySetting() {
        assertThat(
                        read(
                                """
                                partitions: 8
                                loads-partitions: 2
                                replication: 3
                                min-insync-replicas: 1
                                max-message-size: 4MiB
                                compression: zstd
                                retention: {events: 1d, rows: 0s, dead: 2d, loads: 3d, archive: 4d}
                                per-app:
                                  big: {partitions: 24, retention: {events: 5d}}
                                sizing:
                                  mode: automatic
                                  sample: 5s
                                  window: 2h
                                  average: 1m
                                  events-per-partition: 1000
                                  bytes-per-partition: 1MiB
                                  grow-at: 80
                                  aim-at: 40
                                  max-partitions: 24
                                  cool-down: 1h
                                watch: {retention: 60, stale: 7d, skew: 4, top-apps: 10}
                                poll: 500ms
                                recheck: 30s
                                apps: {demo: "${KEY}"}
                                """))
                .isEqualTo(
                        new FranzSettings(
                                8,
                                2,
                                3,
                                1,
                                4 * 1024 * 1024,
                                FranzSettings.Compression.ZSTD,
                                RETENTION,
                                Map.of(
                                        "big",
                                        new AppTopics(
                                                24,
                                                new Retention(
                                                        Duration.ofDays(5),
                                                        RETENTION.rows(),
                                                        RETENTION.dead(),
                                                        RETENTION.loads(),
                                                        RETENTION.archive()))),
                                new SizingSettings(
                                        SizingSettings.Mode.AUTOMATIC,
                                        Duration.ofSeconds(5),
                                        Duration.ofHours(2),
                                        Duration.ofMinutes(1),
                                        1000,
                                        1 << 20,
                                        80,
                                        40,
                                        24,
                                        Duration.ofHours(1)),
                                new WatchSettings(60, Duration.ofDays(7), 4, 10),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(30),
                                List.of(new ConfiguredApp("demo", new Secret("hush")))));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void reportsAllProblemsTogether() {
        read(
                """
                max-message-size: 1MiB
                replication: 0
                per-app: {Big: {partitions: 4}, ok: {partitons: 4}}
                sizing: {grow-at: 50, aim-at: 60}
                apps: {Demo: x}
                """);
        assertThat(problems.list())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "max-message-size",
                        "replication",
                        "per-app.Big",
                        "per-app.ok.partitons",
                        "sizing.aim-at",
                        "apps.Demo");
    }
}
