package io.sluice.loadtest.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.events.Lines;
import io.sluice.rows.ChunkOrigin;
import io.sluice.rows.RowBuffer;
import io.sluice.rows.RowEncoder;
import io.sluice.schema.Evolution;
import io.sluice.schema.Names;
import io.sluice.schema.Observation;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The core's way from bytes to rows without Kafka and registry around it, in the steps of a
 * sqlizer: scan, envelope, find the table, decide, encode. It begins without any schema; where a
 * chunk does not fit, its events are looked at and the schemas widened. One thread.
 */
public final class CoreTables {
    private static final SchemaRules RULES = SchemaRules.DEFAULT;

    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
    private final Envelope envelope = new Envelope();
    private final Map<ByteBuffer, Table> tables = new HashMap<>();

    /** One table and the rows that wait in it. */
    public record Table(RowEncoder encoder, RowBuffer rows) {
        public TableSchema schema() {
            return encoder.schema();
        }
    }

    /** The tables that were met. */
    public Collection<Table> tables() {
        return tables.values();
    }

    /** Appends the rows of a chunk's events to the tables. */
    public void encode(byte[] lines, ChunkOrigin origin) {
        List<Integer> marks = new ArrayList<>();
        tables.values().forEach(table -> marks.add(table.rows().size()));
        if (!encodeAll(lines, origin)) {
            int at = 0;
            for (Table table : tables.values()) {
                table.rows().truncate(marks.get(at++));
            }
            learn(lines);
            if (!encodeAll(lines, origin)) {
                throw new IllegalStateException("events do not fit the schema made for them");
            }
        }
    }

    private boolean encodeAll(byte[] lines, ChunkOrigin origin) {
        int position = 0;
        for (int start = 0; start < lines.length; ) {
            int end = lineEnd(lines, start);
            scan(lines, start, end);
            Table table = tables.get(key(lines));
            if (table == null
                    || !table.encoder().encode(tape, envelope, origin, position++, table.rows())) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private void learn(byte[] lines) {
        Map<ByteBuffer, Observation> seen = new LinkedHashMap<>();
        for (int start = 0; start < lines.length; ) {
            int end = lineEnd(lines, start);
            scan(lines, start, end);
            seen.computeIfAbsent(key(lines), it -> new Observation(RULES))
                    .add(tape, envelope.body());
            start = end + 1;
        }
        seen.forEach(
                (key, observation) -> {
                    String type = UTF_8.decode(key.duplicate()).toString();
                    ByteBuffer kept = ByteBuffer.wrap(type.getBytes(UTF_8));
                    Table known = tables.get(kept);
                    TableSchema before = known == null ? first(type) : known.schema();
                    Evolution.widen(before, observation, RULES)
                            .ifPresent(next -> tables.put(kept, table(next, known)));
                });
    }

    private static Table table(TableSchema schema, @Nullable Table before) {
        RowBuffer rows = before == null ? new RowBuffer(1 << 16) : before.rows();
        return new Table(new RowEncoder(schema, RULES), rows);
    }

    /** The bytes of entype and evname, from the first of one to the last of the other. */
    private ByteBuffer key(byte[] lines) {
        int start = tape.start(envelope.entype());
        return ByteBuffer.wrap(lines, start, tape.end(envelope.evname()) - start);
    }

    private static TableSchema first(String key) {
        String entype = key.substring(0, key.indexOf('"'));
        String evname = key.substring(key.lastIndexOf('"') + 1);
        return new TableSchema(
                new TableUid(UUID.nameUUIDFromBytes(key.getBytes(UTF_8))),
                "bench",
                entype,
                evname,
                Names.tableName(entype, evname),
                0,
                List.of());
    }

    private static int lineEnd(byte[] lines, int start) {
        return Lines.end(lines, start, lines.length);
    }

    private void scan(byte[] lines, int start, int end) {
        if (!tape.scan(lines, start, end) || !envelope.read(tape)) {
            throw new IllegalStateException(
                    "no event: " + new String(lines, start, end - start, UTF_8));
        }
    }
}
