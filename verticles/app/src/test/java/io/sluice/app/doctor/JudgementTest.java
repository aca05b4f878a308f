package io.sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.doctor.Finding.Level;
import io.sluice.kafka.TopicSpec;
import io.sluice.registry.RegistryProbe;
import io.sluice.warehouse.WarehouseFacts;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

class JudgementTest {
    private static final WarehouseFacts GOOD =
            new WarehouseFacts(
                    "a version",
                    "sluice",
                    "dev",
                    "snapshot",
                    true,
                    true,
                    Duration.ofMillis(300),
                    OptionalLong.of(12),
                    new WarehouseFacts.Works());

    @Test
    void aSoundWarehouseHasNothingToMend() {
        assertThat(WarehouseExamination.judge(GOOD)).allMatch(it -> it.level() == Level.OK);
    }

    @Test
    void eachWeaknessOfAWarehouseIsNamedWithItsFix() {
        WarehouseFacts weak =
                new WarehouseFacts(
                        "a version",
                        "sluice",
                        "dev",
                        "snapshot",
                        false,
                        false,
                        Duration.ofSeconds(-90),
                        OptionalLong.of(9_000),
                        new WarehouseFacts.Refused("access denied"));
        assertThat(WarehouseExamination.judge(weak))
                .filteredOn(it -> it.level() != Level.OK)
                .hasSize(5)
                .allMatch(it -> !it.fix().isEmpty())
                .anyMatch(it -> it.fix().equals("GRANT CREATE ON DATABASE dev TO sluice"))
                .anyMatch(it -> it.text().contains("90 s behind"))
                .anyMatch(it -> it.text().contains("access denied"));
    }

    @Test
    void topicsThatTakeLessThanProducersSendAreFailures() {
        TopicSpec small = new TopicSpec("sluice.a.rows", 4, 3, Map.of("max.message.bytes", "1000"));
        TopicSpec lonely = new TopicSpec("sluice.b.rows", 4, 1, Map.of());
        assertThat(KafkaExamination.judge(3, List.of(small, lonely), 2000))
                .extracting(Finding::level)
                .containsExactly(Level.OK, Level.FAILURE, Level.WARNING);
        assertThat(KafkaExamination.judge(1, List.of(), 2000))
                .extracting(Finding::level)
                .containsExactly(Level.OK, Level.WARNING);
    }

    @Test
    void aRegistryThatMayForgetIsAFailure() {
        assertThat(RegistryExamination.judge(new RegistryProbe.Facts("18", false, false, 10)))
                .extracting(Finding::level)
                .containsExactly(Level.OK, Level.FAILURE, Level.FAILURE, Level.WARNING);
        assertThat(RegistryExamination.judge(new RegistryProbe.Facts("18", true, true, 100)))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @Test
    void aStoreThatGivesSomethingElseBackIsAFailure() {
        assertThat(StorageExamination.judge("b", false, true).getFirst().level())
                .isEqualTo(Level.FAILURE);
        assertThat(StorageExamination.judge("b", true, false).getFirst().text()).contains("list");
        assertThat(StorageExamination.judge("b", true, true).getFirst().level())
                .isEqualTo(Level.OK);
    }
}
