package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ReceivedTest {
    private static Optional<Received> of(String lines) {
        return Received.of(lines.getBytes(UTF_8));
    }

    @Test
    void readsTheFirstLineWhateverItsId() {
        String rest = ",\"2015-01-01T00:00:00Z\",\"1970-01-01T00:00:01.5Z\",1,\"x\"\n";
        Optional<Received> expected = Optional.of(new Received(1_500_000, 1_500_000));
        assertThat(of("~N~" + rest)).isEqualTo(expected);
        assertThat(of("\"a,\"\"b\nc\"" + rest + "~N~,garbage\n")).isEqualTo(expected);
    }

    @Test
    void whatIsNoLineOfOursTellsNothing() {
        for (String lines :
                new String[] {"", "\n", ",,,", "a,b", "\"", "a,b,\"c\",d\n", "a\nb,c,d,"}) {
            assertThat(of(lines)).as(lines).isEmpty();
        }
    }

    @Test
    void travelsAsText() {
        Received both = new Received(5, 5).and(new Received(-7, 2));
        assertThat(both).isEqualTo(new Received(-7, 5));
        assertThat(Received.parse(both.text())).contains(both);
        for (String text : new String[] {"", "1", "1 2 3", "a b", "99999999999999999999 1"}) {
            assertThat(Received.parse(text)).isEmpty();
        }
    }
}
