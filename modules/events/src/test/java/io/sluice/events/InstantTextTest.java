package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.sluice.events.InstantText.Reading;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

class InstantTextTest {
    private final InstantText text = new InstantText();

    @Test
    void readsWhatTheJdkWrites() {
        qt().forAll(
                        longs().between(-62_000_000_000_000_000L, 253_000_000_000_000_000L),
                        integers().between(-18 * 60, 18 * 60))
                .checkAssert(
                        (micros, minutes) -> {
                            Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
                            String written =
                                    OffsetDateTime.ofInstant(
                                                    instant,
                                                    ZoneOffset.ofTotalSeconds(minutes * 60))
                                            .toString();
                            if (written.length() < 20
                                    || written.indexOf(':', 14) < 0
                                    || written.charAt(16) != ':') {
                                return;
                            }
                            assertThat(read(written)).as(written).isEqualTo(Reading.EXACT);
                            assertThat(text.micros()).isEqualTo(micros);
                        });
    }

    @Test
    void writesWhatItReads() {
        qt().forAll(longs().between(-62_135_596_800_000_000L, 253_402_300_799_999_999L))
                .checkAssert(
                        micros -> {
                            byte[] out = new byte[27];
                            int end = InstantText.write(micros, out, 0);
                            assertThat(text.read(out, 0, end)).isEqualTo(Reading.EXACT);
                            assertThat(text.micros()).isEqualTo(micros);
                            assertThat(text.canonical()).isTrue();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "2015-01-01T00:31:32Z, 2015-01-01T00:31:32Z",
        "2015-01-01t00:31:32z, 2015-01-01T00:31:32Z",
        "2015-01-01T01:31:32.500+01:00, 2015-01-01T00:31:32.5Z",
        "2015-01-01T00:31:32.1234560000Z, 2015-01-01T00:31:32.123456Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "2024-02-29T00:00:00-00:00, 2024-02-29T00:00:00Z"
    })
    void spellsInstantsInOneWay(String sent, String canonical) {
        assertThat(read(sent)).isEqualTo(Reading.EXACT);
        byte[] out = new byte[27];
        int end = InstantText.write(text.micros(), out, 0);
        assertThat(new String(out, 0, end, StandardCharsets.US_ASCII)).isEqualTo(canonical);
        assertThat(text.canonical()).isEqualTo(sent.equals(canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2015-06-30T23:59:60Z", "2015-01-01T00:31:32.1234567Z"})
    void tellsWhatItCannotKeepExactly(String sent) {
        assertThat(read(sent)).isEqualTo(Reading.ROUNDED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2015-01-01",
                "2015-01-01T00:31:32",
                "2015-01-01 00:31:32Z",
                "2015-02-29T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "10000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "2015-01-01T24:00:00Z",
                "2015-01-01T00:60:00Z",
                "2015-01-01T00:00:61Z",
                "2015-01-01T00:00:00.Z",
                "2015-01-01T00:00:00+0100",
                "2015-01-01T00:00:00+24:00",
                "2015-13-01T00:00:00Z",
                "2015-00-01T00:00:00Z",
                "2015-01-00T00:00:00Z",
                "2015-01-01T00:00:00ZZ",
                "2015-01-01T00:00:00.5",
                "20150101T000000Z-----",
                "2015-01-01T00:00:00+01:0x"
            })
    void leavesTheRestAlone(String sent) {
        assertThat(read(sent)).isEqualTo(Reading.NONE);
    }

    private Reading read(String sent) {
        byte[] bytes = sent.getBytes(StandardCharsets.US_ASCII);
        return text.read(bytes, 0, bytes.length);
    }
}
