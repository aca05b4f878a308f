package io.sluice.events.strict;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Random;

/** Inside of strings our scanner takes what the JDK's decoder takes, and refuses where it does. */
class StrictUtf8Test {
    /** Bytes beside which something changes, and few between. */
    private static final int[] TELLING = {
        0x00, 0x1F, 0x20, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
        0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF
    };

    private final CharsetDecoder decoder =
            UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer decoded = CharBuffer.allocate(64);

    @Test
    void everyTextOfTwoBytes() {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                agree((byte) first, (byte) second);
            }
        }
    }

    @Test
    void everyTextOfFourTellingBytes() {
        int n = TELLING.length;
        for (int i = 0; i < n * n * n * n; i++) {
            agree(
                    (byte) TELLING[i % n],
                    (byte) TELLING[i / n % n],
                    (byte) TELLING[i / n / n % n],
                    (byte) TELLING[i / n / n / n]);
        }
    }

    @Test
    void textsOfRandomBytes() {
        Random random = new Random(20261123);
        for (int round = 0; round < 200_000; round++) {
            byte[] text = new byte[random.nextInt(24)];
            for (int i = 0; i < text.length; i++) {
                text[i] =
                        (byte)
                                switch (random.nextInt(4)) {
                                    case 0 -> random.nextInt(256);
                                    case 1 -> TELLING[random.nextInt(TELLING.length)];
                                    default -> 0x80 | random.nextInt(64);
                                };
            }
            agree(text);
            agree(wellFormed(random));
        }
    }

    /** A text of whole characters of every length, one of its bytes perhaps changed. */
    private static byte[] wellFormed(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int c = random.nextInt(1 << 7 + random.nextInt(14)) % 0x110000;
            text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** Quotes and backslashes are of no concern here: letters stand for them. */
    private void agree(byte... text) {
        byte[] json = new byte[text.length + 2];
        json[0] = json[json.length - 1] = '"';
        for (int i = 0; i < text.length; i++) {
            json[i + 1] = text[i] == '"' || text[i] == '\\' ? (byte) 'x' : text[i];
        }
        String expected = expected(json);
        Ours ours = Ours.read(json);
        if (!ours.verdict().equals(expected)) {
            assertThat(ours.verdict()).as(ByteNotation.show(json)).isEqualTo(expected);
        }
        ours.reading()
                .tokens()
                .ifPresent(
                        tokens -> {
                            String inside = new String(json, 1, json.length - 2, UTF_8);
                            if (!tokens.endsWith(":" + inside)) {
                                assertThat(tokens)
                                        .as(ByteNotation.show(json))
                                        .endsWith(":" + inside);
                            }
                        });
    }

    /** The verdict by the JDK's decoder and the rule on control characters, whichever is first. */
    private String expected(byte[] json) {
        int control = 1;
        while (control < json.length && (json[control] < 0 || json[control] >= 0x20)) {
            control++;
        }
        ByteBuffer in = ByteBuffer.wrap(json);
        decoder.reset();
        decoded.clear();
        CoderResult result = decoder.decode(in, decoded, true);
        if (result.isMalformed() && in.position() < control) {
            return "invalid_encoding@" + in.position();
        }
        return control < json.length ? "invalid_json@" + control : "valid";
    }
}
