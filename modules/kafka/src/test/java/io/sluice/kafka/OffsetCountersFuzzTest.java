package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The metadata of an offset, whoever wrote it, is counters or none; never a failure. */
class OffsetCountersFuzzTest {
    @FuzzTest
    void whatIsReadIsWhatWasWritten(byte[] text) {
        OffsetCounters counters = OffsetCounters.parse(new String(text, UTF_8));
        assertThat(counters.counts().values()).allMatch(it -> it >= 0);
        assertThat(OffsetCounters.parse(counters.encode())).isEqualTo(counters);
        OffsetCounters doubled = counters.plus(counters.counts());
        assertThat(doubled.counts().values()).allMatch(it -> it >= 0);
        assertThat(OffsetCounters.parse(doubled.encode())).isEqualTo(doubled);
    }
}
