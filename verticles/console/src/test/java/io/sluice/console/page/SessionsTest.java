package io.sluice.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class SessionsTest {
    private Instant now = Instant.EPOCH;

    private final PageSettings settings =
            new PageSettings(
                    2, Duration.ofHours(1), 3, 1, Duration.ofSeconds(1), Duration.ofMinutes(1));
    private final Sessions sessions = new Sessions(settings, () -> now);

    @Test
    void aSecretOpensItsSessionUntilItsTimeIsOver() {
        Sessions.Opened opened = sessions.open();
        assertThat(sessions.find(opened.secret())).contains(opened.session());
        assertThat(sessions.find("")).isEmpty();
        assertThat(sessions.find(opened.session().csrf())).isEmpty();
        now = now.plus(settings.sessionLimit());
        assertThat(sessions.find(opened.secret())).isEmpty();
    }

    @Test
    void oneMoreEndsTheOldest() {
        String first = sessions.open().secret();
        String second = sessions.open().secret();
        String third = sessions.open().secret();
        assertThat(sessions.find(first)).isEmpty();
        assertThat(sessions.find(second)).isPresent();
        sessions.end(third);
        assertThat(sessions.find(third)).isEmpty();
    }

    @Test
    void aChangeShowsTheSecondSecretWhole() {
        Sessions.Session session = sessions.open().session();
        assertThat(session.matches(session.csrf())).isTrue();
        assertThat(session.matches("")).isFalse();
        assertThat(session.matches(session.csrf().substring(1))).isFalse();
    }

    @Test
    void afterSomeWrongTokensAnAddressWaitsForTheMinutesEnd() {
        Attempts attempts = new Attempts(3, () -> now);
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.wait("a")).isEmpty();
            attempts.failed("a");
            now = now.plusSeconds(10);
        }
        assertThat(attempts.wait("a")).contains(Duration.ofSeconds(30));
        assertThat(attempts.wait("b")).isEmpty();
        now = now.plusSeconds(30);
        assertThat(attempts.wait("a")).isEmpty();
    }
}
