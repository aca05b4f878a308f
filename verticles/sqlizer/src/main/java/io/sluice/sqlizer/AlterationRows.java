package io.sluice.sqlizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.InstantText;
import io.sluice.events.JsonStrings;
import io.sluice.events.JsonTape;
import io.sluice.events.Origin;
import io.sluice.rows.Alteration;
import io.sluice.rows.ChunkOrigin;
import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Writes alterations as rows of the app's table {@code _sluice_alterations}. They are events of a
 * kind of their own, with the origin of the event that was altered, so they take the same way to
 * the warehouse, in the same transactions.
 */
final class AlterationRows {
    private static final String EVNAME = "alterations";

    private final Tables tables;
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
    private final Envelope envelope = new Envelope();

    AlterationRows(Tables tables) {
        this.tables = tables;
    }

    /** Appends a row for each; false if the table lacks, which the survey, if any, is told. */
    boolean add(
            String app,
            TableSchema altered,
            JsonTape event,
            Envelope eventEnvelope,
            List<Alteration> alterations,
            ChunkOrigin origin,
            int position,
            @Nullable Survey survey) {
        TableKey key = TableKey.of(app, Names.OWN_ENTYPE, EVNAME);
        for (Alteration alteration : alterations) {
            byte[] json = json(altered, event, eventEnvelope, alteration);
            if (!tape.scan(json, 0, json.length) || !envelope.read(tape)) {
                throw new IllegalStateException(
                        "not the event that was meant: " + new String(json, UTF_8));
            }
            TableRows table = tables.find(key);
            if (table == null) {
                note(survey, key, origin, position);
                return false;
            }
            int mark = table.size();
            if (!table.encoder().encode(tape, envelope, origin, position, table.buffer())) {
                note(survey, key, origin, position);
                return false;
            }
            table.added(mark, false);
        }
        return true;
    }

    private void note(@Nullable Survey survey, TableKey key, ChunkOrigin origin, int position) {
        if (survey != null) {
            survey.add(
                    key,
                    tape,
                    envelope.body(),
                    new Origin(origin.topic(), origin.partition(), origin.offset(), position));
        }
    }

    private static byte[] json(
            TableSchema altered, JsonTape event, Envelope eventEnvelope, Alteration alteration) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        byte[] ts = new byte[27];
        int end = InstantText.write(eventEnvelope.tsMicros(), ts, 0);
        out.writeBytes("{\"ts\":\"".getBytes(UTF_8));
        out.write(ts, 0, end);
        out.writeBytes(
                "\",\"evname\":\"alterations\",\"entype\":\"sluice\",\"body\":{".getBytes(UTF_8));
        member(out, "table_name", altered.name());
        if (eventEnvelope.id() >= 0) {
            out.write(',');
            member(out, "event_id", new String(event.text(eventEnvelope.id()), UTF_8));
        }
        out.write(',');
        member(out, "path", alteration.path());
        out.write(',');
        member(out, "rule", alteration.rule());
        out.write(',');
        member(out, "original_sha256", alteration.sha256());
        out.writeBytes(
                (",\"original_bytes\":" + alteration.originalBytes() + "}}").getBytes(UTF_8));
        return out.toByteArray();
    }

    private static void member(ByteArrayOutputStream out, String name, String text) {
        JsonStrings.quote(name.getBytes(UTF_8), out);
        out.write(':');
        JsonStrings.quote(text.getBytes(UTF_8), out);
    }
}
