package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.events.DuplicateKeys;
import io.sluice.kafka.KafkaSettings;
import io.sluice.runtime.Problem;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class SinkSettingsTest {
    private final Problems problems = new Problems();

    @Test
    void theDefaultsGoTogether() {
        SinkSettings settings = SinkSettings.defaults();
        settings.check(KafkaSettings.of("localhost:9092"), Settings.parse("", Map.of(), problems));
        assertThat(problems.list()).isEmpty();
        assertThat(settings.http().maxBodyBytes()).isEqualTo(4 << 20);
        assertThat(settings.chunks().linger()).isEqualTo(Duration.ofMillis(5));
        assertThat(settings.withPort(1).http().port()).isEqualTo(1);
    }

    @Test
    void duplicateKeysAreRefusedUnlessTheSettingsSayOtherwise() {
        assertThat(SinkSettings.defaults().duplicateKeys()).isEqualTo(DuplicateKeys.REFUSE);
        Section root = Settings.parse("duplicate-keys: keep-last", Map.of(), problems);
        SinkSettings settings = SinkSettings.read(root);
        assertThat(settings.duplicateKeys()).isEqualTo(DuplicateKeys.KEEP_LAST);
        assertThat(settings.withPort(1).duplicateKeys()).isEqualTo(DuplicateKeys.KEEP_LAST);
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void sizesThatDoNotGoTogetherAreProblems() {
        Section root =
                Settings.parse(
                        "http: {in-flight: 1MiB, max-body: 2MiB, idle-timeout: 5s}\n"
                                + "chunks: {target: 2MiB}\n",
                        Map.of(),
                        problems);
        SinkSettings.read(root).check(KafkaSettings.of("localhost:9092"), root);
        root.finish();
        assertThat(problems.list())
                .extracting(Problem::key)
                .containsExactly("chunks.target", "http.in-flight", "http.idle-timeout");
    }
}
