package io.sluice.loadtest.mix;

import java.util.ArrayList;
import java.util.List;

/**
 * Events that are made once, to be sent in several rounds: making them takes longer than sending
 * them does.
 *
 * @param all packed as the door packs them
 * @param events in all chunks
 * @param bytes of all events, line ends included
 */
public record Chunks(List<Chunk> all, int events, long bytes) {
    /** About the size of a chunk, as the door makes them by default. */
    public static final int CHUNK_BYTES = 128 * 1024;

    /**
     * One chunk.
     *
     * @param lines without the last line end
     */
    public record Chunk(byte[] lines, int events) {}

    /** The next events of a mix. */
    public static Chunks of(EventMix mix, int events) {
        List<Chunk> made = new ArrayList<>();
        mix.chunks(events, CHUNK_BYTES, (lines, count) -> made.add(new Chunk(lines, count)));
        long bytes = made.stream().mapToLong(chunk -> chunk.lines().length + 1L).sum();
        return new Chunks(made, events, bytes);
    }
}
