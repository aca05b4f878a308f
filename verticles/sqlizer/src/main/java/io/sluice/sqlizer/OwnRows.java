package io.sluice.sqlizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.events.Origin;
import io.sluice.rows.ChunkOrigin;
import io.sluice.schema.Names;

import org.jspecify.annotations.Nullable;

/**
 * Writes rows of the app's own tables, such as {@code _sluice_alterations}. They are events of a
 * kind of their own, with the origin of the event that they tell of, so they take the same way to
 * the warehouse, in the same transactions.
 */
final class OwnRows {
    private final Tables tables;
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
    private final Envelope envelope = new Envelope();

    OwnRows(Tables tables) {
        this.tables = tables;
    }

    /** The event that a row tells of, the {@code position}th of its chunk. */
    record Place(String app, ChunkOrigin chunk, int position) {}

    /** Appends a row; false if the table lacks, which the survey, if any, is told. */
    boolean add(Place place, String evname, byte[] json, @Nullable Survey survey) {
        if (!tape.scan(json, 0, json.length) || !envelope.read(tape)) {
            throw new IllegalStateException(
                    "not the event that was meant: " + new String(json, UTF_8));
        }
        TableKey key = TableKey.of(place.app(), Names.OWN_ENTYPE, evname);
        TableRows table = tables.find(key);
        if (table == null) {
            return lacks(place, key, survey);
        }
        int mark = table.size();
        if (!table.encoder()
                .encode(tape, envelope, place.chunk(), place.position(), table.buffer())) {
            return lacks(place, key, survey);
        }
        table.added(mark, false);
        return true;
    }

    private boolean lacks(Place place, TableKey key, @Nullable Survey survey) {
        if (survey != null) {
            ChunkOrigin chunk = place.chunk();
            survey.add(
                    key,
                    tape,
                    envelope.body(),
                    new Origin(chunk.topic(), chunk.partition(), chunk.offset(), place.position()));
        }
        return false;
    }
}
