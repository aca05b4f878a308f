package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Any text is settings, or problems that can be printed; a secret stands in none of them. */
class SettingsFuzzTest {
    private static final String SECRET = "hunter2-hunter2";
    private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", SECRET, "N", "7");

    @FuzzTest
    void readsOrTellsEveryProblem(byte[] text) {
        Problems problems = new Problems();
        Section root = Settings.parse(new String(text, UTF_8), ENVIRONMENT, problems);
        read(root);
        read(root.section("section"));
        read(root.section("section").section("section"));
        root.finish();
        if (!problems.isEmpty()) {
            assertThat(new SettingsException(problems.list()).getMessage()).isNotBlank();
        }
    }

    private static void read(Section section) {
        assertThat(section.integer("integer", 5, 1, 10)).isBetween(1, 10);
        assertThat(section.bytes("bytes", 512, 1, 1 << 20)).isBetween(1L, 1L << 20);
        assertThat(
                        section.duration(
                                "duration",
                                Duration.ofSeconds(1),
                                Duration.ZERO,
                                Duration.ofHours(1)))
                .isBetween(Duration.ZERO, Duration.ofHours(1));
        assertThat(section.choice("choice", Thread.State.class, Thread.State.NEW)).isNotNull();
        assertThat(section.texts("list", List.of())).doesNotContainNull();
        assertThat(section.texts("free")).isNotNull();
        assertThat(section.secret("password").toString()).doesNotContain(SECRET);
        assertThat(section.effective())
                .allSatisfy(
                        (key, value) -> {
                            if (key.endsWith("password")) {
                                assertThat(value).isIn("", Secret.MASK);
                            }
                        });
        section.bool("bool", true);
    }
}
