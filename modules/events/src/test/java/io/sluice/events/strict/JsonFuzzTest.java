package io.sluice.events.strict;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Our scanner and three other parsers read any bytes alike, or a known disagreement says why. */
class JsonFuzzTest {
    private final Comparison comparison = new Comparison();

    @FuzzTest
    void readsAsOthersDo(byte[] json) {
        comparison.of(json);
    }
}
