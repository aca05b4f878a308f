package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.apache.kafka.common.internals.Topic;

import java.nio.file.Path;
import java.util.Optional;

/** What is taken for the name of an app is safe as a part of topics, of files and of SQL. */
class TopicsFuzzTest {
    @FuzzTest
    void namesOfAppsAreSafeEverywhere(byte[] text) {
        String name = new String(text, UTF_8);
        Topics.parse(name).ifPresent(it -> assertThat(it.kind().of(it.app())).isEqualTo(name));
        if (!Topics.isApp(name)) {
            return;
        }
        assertThat(name).matches("[a-z][a-z0-9_-]*").hasSizeLessThanOrEqualTo(48);
        assertThat(Path.of(name).getNameCount()).isEqualTo(1);
        for (Topics.Kind kind : Topics.Kind.values()) {
            assertThat(Topic.isValid(kind.of(name))).isTrue();
            assertThat(Topics.parse(kind.of(name)))
                    .isEqualTo(Optional.of(new Topics.AppTopic(name, kind)));
        }
    }
}
