package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Headers of foreign records: what is read says the same again when it is written. The input is
 * lines of {@code name=value}.
 */
class HeadersFuzzTest {
    @FuzzTest
    void whatIsReadIsWhatWasWritten(byte[] lines) {
        Map<String, byte[]> headers = new HashMap<>();
        for (String line : new String(lines, ISO_8859_1).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals >= 0) {
                headers.put(
                        line.substring(0, equals), line.substring(equals + 1).getBytes(ISO_8859_1));
            }
        }
        HeaderReader reader = new HeaderReader(headers::get);
        ChunkHeader.read(reader).ifPresent(HeadersFuzzTest::chunk);
        DeadLetter.read(reader, lines).ifPresent(letter -> dead(letter, lines));
    }

    private static void chunk(ChunkHeader header) {
        assertThat(header.count()).isNotNegative();
        assertThat(header.refused()).isNotNegative();
        assertThat(header.receivedMicros())
                .isBetween(InstantText.MIN_MICROS, InstantText.MAX_MICROS);
        assertThat(ChunkHeader.read(reader(header.toHeaders()))).isEqualTo(Optional.of(header));
    }

    private static void dead(DeadLetter letter, byte[] value) {
        assertThat(letter.origin().partition()).isGreaterThanOrEqualTo(-1);
        assertThat(letter.origin().position()).isNotNegative();
        assertThat(DeadLetter.read(reader(letter.toHeaders()), value))
                .isEqualTo(Optional.of(letter));
    }

    private static HeaderReader reader(Map<String, String> headers) {
        return new HeaderReader(
                name -> headers.containsKey(name) ? headers.get(name).getBytes(UTF_8) : null);
    }
}
