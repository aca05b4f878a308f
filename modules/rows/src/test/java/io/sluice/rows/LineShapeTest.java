package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

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
}
