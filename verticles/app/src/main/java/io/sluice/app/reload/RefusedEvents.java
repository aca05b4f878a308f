package io.sluice.app.reload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.sluice.events.Origin;
import io.sluice.rows.ChunkOrigin;
import io.sluice.rows.RowReader;
import io.sluice.schema.SystemColumn;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events whose rows the warehouse refused when they came: each is noted there, and a dead letter.
 * Rows that are made again leave them out, so that none is noted twice or becomes a row after all.
 */
final class RefusedEvents {
    private static final int POSITION = SystemColumn._POSITION.ordinal();

    private final Map<Chunk, Set<Integer>> positions;

    private record Chunk(String topic, int partition, long offset) {}

    RefusedEvents(List<Origin> origins) {
        positions =
                origins.stream()
                        .collect(
                                groupingBy(
                                        it -> new Chunk(it.topic(), it.partition(), it.offset()),
                                        mapping(Origin::position, toSet())));
    }

    /** Lines, and how many rows they are. */
    record Rows(byte[] lines, int count) {}

    /** The rows of a record that were not refused. */
    Rows without(Rows rows, ChunkOrigin origin) {
        Set<Integer> refused =
                positions.getOrDefault(
                        new Chunk(origin.topic(), origin.partition(), origin.offset()), Set.of());
        if (refused.isEmpty()) {
            return rows;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(rows.lines().length);
        int count = 0;
        RowReader reader = new RowReader(rows.lines());
        while (reader.next()) {
            String position = new String(reader.value(POSITION), UTF_8);
            if (!refused.contains(Integer.valueOf(position))) {
                kept.write(rows.lines(), reader.start(), reader.end() - reader.start());
                count++;
            }
        }
        return new Rows(kept.toByteArray(), count);
    }
}
