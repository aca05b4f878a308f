package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.sluice.kafka.Stage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.OptionalDouble;

class SizingTest {
    /** 20,000 events a second a partition; grow at 70%, aim at 50%, at most 48. */
    private final Sizing sizing = new Sizing(SizingSettings.DEFAULT);

    private static TopicLoad load(int partitions, double events, double bytes, double behind) {
        return new TopicLoad(
                "sluice.demo.events",
                Stage.SQLIZER,
                partitions,
                Duration.ofHours(1),
                events,
                OptionalDouble.of(bytes),
                events,
                behind,
                Duration.ZERO,
                OptionalDouble.empty(),
                1,
                0);
    }

    @Test
    void enoughIsSaidInWords() {
        Advice advice = sizing.advise(load(4, 1200, 50_000, 0), 2);
        assertThat(advice.grows()).isFalse();
        assertThat(advice.reason())
                .isEqualTo(
                        "4 partitions are enough: up to 1,200 events/s and 49 KiB/s in 60 min, and"
                                + " a partition takes 20,000 events/s (set); that is 2% of what"
                                + " they take");
    }

    @Test
    void moreIsSaidWithItsReason() {
        Advice advice = sizing.advise(load(6, 118_000, 1000, 0), 4);
        assertThat(advice.wanted()).isEqualTo(12);
        assertThat(advice.reason())
                .isEqualTo(
                        "expected 12 partitions, found 6: up to 118,000 events/s and 1.0 KiB/s in"
                                + " 60 min, and a partition takes 20,000 events/s (set); that is"
                                + " 98% of what 6 take, and 49% of what 12 would; the group"
                                + " sluice-sqlizer has 4 consumers, and needs 12 for them");
    }

    @Test
    void bytesCountToo() {
        assertThat(sizing.advise(load(2, 1, 10 << 20, 0), 0).wanted()).isEqualTo(4);
    }

    @Test
    void aBacklogHasToBeCaughtUpWithinTheWindow() {
        assertThat(sizing.advise(load(1, 0, 0, 72_000_000), 0).wanted()).isEqualTo(2);
    }

    @Test
    void limitsHold() {
        Advice advice = sizing.advise(load(4, 10e6, 0, 0), 0);
        assertThat(advice.wanted()).isEqualTo(48);
        assertThat(advice.reason()).contains("without max-partitions it would be 1000");
    }

    @Test
    void whatIsAdvisedIsEnoughAndNothingEverShrinks() {
        qt().forAll(integers().between(1, 60), integers().between(0, 900_000))
                .checkAssert(
                        (partitions, events) -> {
                            Advice advice = sizing.advise(load(partitions, events, 0, 0), 0);
                            assertThat(advice.wanted()).isGreaterThanOrEqualTo(partitions);
                            assertThat(advice.wanted())
                                    .isLessThanOrEqualTo(Math.max(48, partitions));
                            // Having followed it, the same load gives no other advice.
                            Advice after = sizing.advise(load(advice.wanted(), events, 0, 0), 0);
                            assertThat(after.grows()).isFalse();
                        });
    }

    @Test
    void aLoadThatWaversAroundTheMarkGrowsATopicOnce() {
        int partitions = 4;
        int growths = 0;
        for (int i = 0; i < 100; i++) {
            Advice advice = sizing.advise(load(partitions, 56_000 + i % 2 * 1000, 0, 0), 0);
            growths += advice.grows() ? 1 : 0;
            partitions = advice.wanted();
        }
        assertThat(growths).isEqualTo(1);
    }
}
