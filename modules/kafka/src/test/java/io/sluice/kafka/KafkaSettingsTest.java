package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

class KafkaSettingsTest {
    @Test
    void derivesAllSizesFromTheEvent() {
        KafkaSettings kafka = new KafkaSettings("h:1", 1024, Map.of());
        assertThat(kafka.maxRecordBytes()).isEqualTo(4096);
        assertThat(kafka.maxRequestBytes()).isEqualTo(4096 + KafkaSettings.HEADER_ALLOWANCE);
    }

    @Test
    void keepsClientValuesOutOfItsText() {
        KafkaSettings kafka = new KafkaSettings("h:1", 1024, Map.of("sasl.jaas.config", "hush"));
        assertThat(kafka.toString()).contains("sasl.jaas.config").doesNotContain("hush");
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> KafkaSettings.of(" ")).hasMessageContaining("bootstrapServers");
        assertThatThrownBy(() -> new KafkaSettings("h:1", 10, Map.of()))
                .hasMessageContaining("maxEventBytes is 10");
    }
}
