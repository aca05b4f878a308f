package io.sluice.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private final Series series = new Series(60_000);

    @Test
    void oneReadingIsNoRate() {
        assertThat(series.perSecond(10_000)).isEmpty();
        series.add(0, 100);
        assertThat(series.perSecond(10_000)).isEmpty();
    }

    @Test
    void aRateIsThatOfItsWindow() {
        series.add(0, 0);
        series.add(20_000, 1_000);
        series.add(30_000, 1_000);
        assertThat(series.perSecond(10_000)).hasValue(0);
        assertThat(series.perSecond(60_000)).hasValue(1_000 / 30.0);
    }

    @Test
    void aCounterThatFallsBeginsAnew() {
        series.add(0, 1_000);
        series.add(1_000, 5);
        assertThat(series.perSecond(10_000)).isEmpty();
        series.add(2_000, 15);
        assertThat(series.perSecond(10_000)).hasValue(10);
    }

    @Test
    void whatIsOlderThanAnyWindowIsForgotten() {
        for (int i = 0; i <= 1_000; i++) {
            series.add(i * 1_000L, i * 2L);
        }
        assertThat(series.perSecond(Long.MAX_VALUE / 2)).hasValue(2);
    }

    @Test
    void theOldestHasWaitedSinceAnEndThatIsNotReached() {
        Waiting waiting = new Waiting();
        TopicPartition partition = new TopicPartition("t", 0);
        waiting.seen(partition, 10, 10, 0);
        assertThat(waiting.oldestMillis(1_000)).isZero();
        waiting.seen(partition, 20, 10, 1_000);
        waiting.seen(partition, 30, 15, 2_000);
        assertThat(waiting.oldestMillis(3_000)).isEqualTo(2_000);
        waiting.seen(partition, 40, 20, 4_000);
        assertThat(waiting.oldestMillis(5_000)).isEqualTo(1_000);
        waiting.seen(partition, 40, 40, 6_000);
        assertThat(waiting.oldestMillis(7_000)).isZero();
    }
}
