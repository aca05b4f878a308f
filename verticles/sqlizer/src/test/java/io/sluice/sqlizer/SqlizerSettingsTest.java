package io.sluice.sqlizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.Problem;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Settings;
import io.sluice.schema.Fit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class SqlizerSettingsTest {
    private final Problems problems = new Problems();

    private SqlizerSettings read(String yaml) {
        return SqlizerSettings.read(Settings.parse(yaml, Map.of(), problems), Fit.POSTGRESQL);
    }

    @Test
    void transactionsAreNoShorterWhileItCatchesUp() {
        read("commit-interval: 2s\ncatch-up-interval: 300ms");
        assertThat(problems.list())
                .singleElement()
                .extracting(Problem::key)
                .isEqualTo("catch-up-interval");
    }

    @Test
    void whoWantsLongTransactionsHasToSayItOnce() {
        SqlizerSettings settings = read("commit-interval: 2s");
        assertThat(problems.list()).isEmpty();
        assertThat(settings.catchUpInterval()).isEqualTo(Duration.ofSeconds(2));
    }
}
