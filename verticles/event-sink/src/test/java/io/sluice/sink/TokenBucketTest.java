package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import org.junit.jupiter.api.Test;

import java.util.Random;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstIsFreeAndThenTheRateHolds() {
        TokenBucket bucket = new TokenBucket(10, 2 * SECOND, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.waitNanos(0)).isNotPositive();
            bucket.take(1, 0);
        }
        bucket.take(1, 0);
        assertThat(bucket.waitNanos(0)).isEqualTo(SECOND / 10);
        assertThat(bucket.waitNanos(SECOND / 10)).isNotPositive();
    }

    @Test
    void aLargeBodyIsPaidForAfterwards() {
        TokenBucket bucket = new TokenBucket(100, SECOND, 0);
        bucket.take(1_000, 0);
        assertThat(bucket.waitNanos(0)).isEqualTo(9 * SECOND);
        bucket.giveBack(1_000);
        assertThat(bucket.waitNanos(0)).isNotPositive();
    }

    @Test
    void whatIsNotUsedIsSavedUpForTheBurstOnly() {
        TokenBucket bucket = new TokenBucket(10, SECOND, 0);
        long later = 3_600 * SECOND;
        bucket.take(10, later);
        assertThat(bucket.waitNanos(later)).isZero();
        bucket.take(1, later);
        assertThat(bucket.waitNanos(later)).isPositive();
    }

    @Test
    void theClockMayWrapAround() {
        long start = Long.MAX_VALUE - SECOND;
        TokenBucket bucket = new TokenBucket(10, SECOND, start);
        bucket.take(30, start);
        assertThat(bucket.waitNanos(start)).isEqualTo(2 * SECOND);
        assertThat(bucket.waitNanos(start + 2 * SECOND)).isZero();
    }

    /** Whoever sends whenever it may gets the rate, the burst, and one body more. */
    @Test
    void overTimeTheRateHoldsWhateverIsSent() {
        qt().forAll(
                        integers().between(1, 1_000_000),
                        integers().between(1, 5_000),
                        integers().all())
                .checkAssert(
                        (rate, most, seed) -> {
                            Random random = new Random(seed);
                            TokenBucket bucket = new TokenBucket(rate, SECOND, 0);
                            long now = 0;
                            long taken = 0;
                            for (int i = 0; i < 300; i++) {
                                now += Math.max(0, bucket.waitNanos(now));
                                now += random.nextInt(3) == 0 ? random.nextLong(SECOND) : 0;
                                if (bucket.waitNanos(now) <= 0) {
                                    int body = 1 + random.nextInt(most);
                                    bucket.take(body, now);
                                    taken += body;
                                }
                            }
                            double allowed = rate * (now / (double) SECOND + 1) + most;
                            assertThat((double) taken).isLessThanOrEqualTo(allowed * 1.001 + 1);
                        });
    }
}
