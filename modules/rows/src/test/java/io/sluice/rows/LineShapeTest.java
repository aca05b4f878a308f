package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class LineShapeTest {
    private static LineShape of(String lines) {
        return LineShape.of(lines.getBytes(UTF_8));
    }

    @Test
    void countsLinesAndSeparatorsOutsideOfQuotes() {
        assertThat(of("1,\"a,\"\"b\n\",\n2,,~N~\n")).isEqualTo(LineShape.of(2, 3));
        assertThat(of("")).isEqualTo(LineShape.of(0, 3));
    }

    @Test
    void isCompleteOnlyIfTheLastLineEnds() {
        assertThat(of("1,2,3\n4,5,6").complete()).isFalse();
        assertThat(of("1,2,\"3\n").complete()).isFalse();
        assertThat(of("1,2,3\n").complete()).isTrue();
    }

    @Test
    void bytesInEightsCountAsBytesOneByOne() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] telling = {
            '"', '\n', ',', '"' + 1, ',' ^ 1, '\n' ^ 0x40, (byte) ('"' | 0x80), 0, -1
        };
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            long lines = 0;
            long separators = 0;
            boolean bare = true;
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = telling[random.nextInt(telling.length)];
                bare ^= bytes[at] == '"';
                lines += bare && bytes[at] == '\n' ? 1 : 0;
                separators += bare && bytes[at] == ',' ? 1 : 0;
            }
            boolean ended = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
            assertThat(LineShape.of(bytes))
                    .isEqualTo(new LineShape(lines, separators, bare && ended));
        }
    }
}
