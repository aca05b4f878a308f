package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class BackoffTest {
    @Test
    void pausesGrowUpToALimitAndStartAgain() {
        Backoff backoff = new Backoff();
        Exception failure = new IllegalStateException();
        Duration first = backoff.after(failure, Duration.ZERO);
        assertThat(first).isBetween(Duration.ofMillis(160), Backoff.FIRST);
        assertThat(backoff.isFirst()).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.after(failure, Duration.ZERO)).isLessThanOrEqualTo(Backoff.LONGEST);
        }
        assertThat(backoff.after(failure, Duration.ZERO)).isGreaterThan(Duration.ofSeconds(7));
        assertThat(backoff.after(failure, Backoff.LONGEST)).isLessThanOrEqualTo(Backoff.FIRST);
        assertThat(backoff.isFirst()).isTrue();
    }

    @Test
    void aSlotThatIsTakenIsLeftAloneForLong() {
        assertThat(new Backoff().after(new FencedInstanceIdException("taken"), Duration.ZERO))
                .isGreaterThan(Duration.ofSeconds(7));
    }
}
