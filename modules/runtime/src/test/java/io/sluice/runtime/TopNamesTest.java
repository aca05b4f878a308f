package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

class TopNamesTest {
    @Test
    void theHeaviestHaveNamesAndTheOthersShareOne() {
        TopNames top = TopNames.of(Map.of("a", 1, "b", 3, "c", 3, "d", 2), 2);
        assertThat(top.names()).containsExactlyInAnyOrder("b", "c");
        assertThat(top.label("b")).isEqualTo("b");
        assertThat(top.label("a")).isEqualTo("other");
    }

    @Test
    void howeverManyThereAreTheLabelsAreBounded() {
        Map<String, Long> weights = new HashMap<>();
        for (long i = 0; i < 10_000; i++) {
            weights.put("app" + i, i);
        }
        assertThat(TopNames.of(weights, 100).names()).hasSize(100).contains("app9999");
        assertThat(TopNames.of(weights, 0).names()).isEmpty();
    }
}
