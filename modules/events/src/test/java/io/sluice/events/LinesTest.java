package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class LinesTest {
    @Test
    void findsTheFirstLineEndWhereverItStands() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                // Neighbours of the line end, and bytes that differ from it in one bit.
                bytes[at] = (byte) (random.nextInt(8) == 0 ? '\n' : '\n' ^ 1 << random.nextInt(9));
            }
            int start = random.nextInt(bytes.length + 1);
            int stop = start + random.nextInt(bytes.length - start + 1);
            int expected = start;
            while (expected < stop && bytes[expected] != '\n') {
                expected++;
            }
            assertThat(Lines.end(bytes, start, stop)).isEqualTo(expected);
        }
    }
}
