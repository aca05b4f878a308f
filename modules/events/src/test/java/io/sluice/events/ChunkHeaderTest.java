package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

class ChunkHeaderTest {
    private static final ChunkHeader HEADER =
            new ChunkHeader(20, 2, 1_420_072_292_000_001L, "door-1", "tag");

    private static Optional<ChunkHeader> read(String name, String value) {
        Map<String, String> headers = new HashMap<>(HEADER.toHeaders());
        headers.put(name, value);
        return ChunkHeader.read(new HeaderReader(it -> headers.get(it).getBytes(UTF_8)));
    }

    @Test
    void readsBackWhatItWrote() {
        assertThat(read("count", "20")).contains(HEADER);
    }

    /** Cut to 32 bits, or to four digits of a year, they would be numbers that nobody sent. */
    @Test
    void numbersOutOfRangeAreNoHeader() {
        assertThat(read("count", "4294967316")).isEmpty();
        assertThat(read("count", "-1")).isEmpty();
        assertThat(read("refused", "4294967298")).isEmpty();
        assertThat(read("received", "9223372036854775807")).isEmpty();
        assertThat(read("received", "-9223372036854775808")).isEmpty();
        assertThat(read("received", "253402300799999999")).isPresent();
        assertThat(read("received", "253402300800000000")).isEmpty();
    }
}
