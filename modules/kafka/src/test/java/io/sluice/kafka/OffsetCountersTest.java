package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class OffsetCountersTest {
    @Test
    void readsBackWhatItWrites() {
        OffsetCounters counters =
                OffsetCounters.ZERO.plus("rows", 7).plus(Map.of("events", 9L, "rows", 1L));
        assertThat(counters.encode()).isEqualTo("events=9;rows=8");
        assertThat(OffsetCounters.parse(counters.encode())).isEqualTo(counters);
        assertThat(counters.get("rows")).isEqualTo(8);
        assertThat(counters.get("dead")).isZero();
    }

    @Test
    void addsPartitions() {
        OffsetCounters one = OffsetCounters.parse("events=9;rows=8");
        OffsetCounters other = OffsetCounters.parse("dead=1;events=1");
        assertThat(one.plus(other.counts()).encode()).isEqualTo("dead=1;events=10;rows=8");
    }

    @Test
    void noTextCountsNothing() {
        assertThat(OffsetCounters.parse(null)).isEqualTo(OffsetCounters.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a=",
                "a=-1",
                "=1",
                "a=1;",
                "a=1;b",
                "A=1",
                "a=99999999999999999999"
            })
    void textOfOthersCountsNothing(String text) {
        assertThat(OffsetCounters.parse(text)).isEqualTo(OffsetCounters.ZERO);
    }

    @Test
    void refusesWhatItCouldNotReadBack() {
        assertThatThrownBy(() -> OffsetCounters.ZERO.plus("a;b", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OffsetCounters.ZERO.plus("a", -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A longer number could not be read back, and all counters of the partition would be gone. */
    @Test
    void aCounterStaysAtTheLargestNumberThatCanBeReadBack() {
        OffsetCounters full = OffsetCounters.ZERO.plus("rows", OffsetCounters.MOST).plus("rows", 7);
        assertThat(full.get("rows")).isEqualTo(OffsetCounters.MOST);
        assertThat(OffsetCounters.parse(full.encode())).isEqualTo(full);
        assertThat(OffsetCounters.ZERO.plus("rows", Long.MAX_VALUE)).isEqualTo(full);
    }
}
