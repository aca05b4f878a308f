package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "demo", "my-app_2", "x23456789012345678901234567890123456789012345678"})
    void takesAppsApart(String app) {
        assertThat(Topics.parse(Topics.events(app)))
                .contains(new Topics.AppTopic(app, Topics.Kind.EVENTS));
        assertThat(Topics.appOf(Topics.rows(app))).contains(app);
        assertThat(Topics.EVENTS.matcher(Topics.events(app)).matches()).isTrue();
        assertThat(Topics.EVENTS.matcher(Topics.rows(app)).matches()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1a", "-a", "a.b", "a b", "ä", "a\n"})
    void refusesOtherNames(String name) {
        assertThat(Topics.isApp(name)).isFalse();
        assertThatThrownBy(() -> Topics.dead(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no name for an app");
    }

    @Test
    void refusesLongNames() {
        assertThat(Topics.isApp("a".repeat(48))).isTrue();
        assertThat(Topics.isApp("a".repeat(49))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Topics.Kind.class)
    void keepsKindsApart(Topics.Kind kind) {
        assertThat(Topics.parse(kind.of("a")).map(Topics.AppTopic::kind)).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Topics.LOADS,
                "sluice.a.events.x",
                "xsluice.a.events",
                "sluice.A.events",
                ""
            })
    void knowsNoAppOfOtherTopics(String topic) {
        assertThat(Topics.parse(topic)).isEmpty();
        assertThat(Topics.EVENTS.matcher(topic).matches()).isFalse();
    }

    @Test
    void loadsPatternMatchesLoadsOnly() {
        assertThat(Topics.LOADS_ONLY.matcher(Topics.LOADS).matches()).isTrue();
        assertThat(Topics.LOADS_ONLY.matcher("sluiceXloads").matches()).isFalse();
    }
}
