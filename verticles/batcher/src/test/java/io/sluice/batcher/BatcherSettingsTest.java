package io.sluice.batcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.rows.BatchCutter;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class BatcherSettingsTest {
    @Test
    void readsItsSectionAndFallsBackToTheDefaults() {
        Problems problems = new Problems();
        Section root =
                Settings.parse(
                        """
                        batcher:
                          instances: 3
                          batch: {max-bytes: 8MiB, max-age: 5s, max-idle: 300ms, small-table-bytes: 4MiB}
                          upload: {concurrency: 4}
                        """,
                        Map.of(),
                        problems);
        BatcherSettings settings = BatcherSettings.read(root.section("batcher"));
        root.finish();

        problems.orThrow();
        assertThat(settings.instances()).isEqualTo(3);
        assertThat(settings.limits().maxBytes()).isEqualTo(8 << 20);
        assertThat(settings.limits().maxIdle()).isEqualTo(Duration.ofMillis(300));
        assertThat(settings.limits().maxRows())
                .isEqualTo(BatcherSettings.DEFAULT.limits().maxRows());
        assertThat(settings.limits().stretch())
                .isEqualTo(new BatchCutter.Stretch(4 << 20, Duration.ofMinutes(5)));
        assertThat(settings.upload().concurrency()).isEqualTo(4);
        assertThat(settings.lookup()).isEqualTo(BatcherSettings.Lookup.DEFAULT);
        assertThat(settings.files()).isEqualTo(BatcherSettings.DEFAULT.files());
    }
}
