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
                                replication: 1
                                max-message-size: 4MiB
                                retention: {events: 1d, rows: 0s, dead: 2d, loads: 3d}
                                poll: 500ms
                                recheck: 30s
                                apps: {demo: "${KEY}"}
                                """))
                .isEqualTo(
                        new FranzSettings(
                                8,
                                2,
                                1,
                                4 * 1024 * 1024,
                                new Retention(
                                        Duration.ofDays(1),
                                        Retention.FOREVER,
                                        Duration.ofDays(2),
                                        Duration.ofDays(3)),
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
                apps: {Demo: x}
                """);
        assertThat(problems.list())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("max-message-size", "replication", "apps.Demo");
    }
}
