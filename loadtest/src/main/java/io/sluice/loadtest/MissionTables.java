package io.sluice.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.rows.ChunkOrigin;
import io.sluice.rows.RowBuffer;
import io.sluice.rows.RowEncoder;
import io.sluice.schema.Evolution;
import io.sluice.schema.Names;
import io.sluice.schema.Observation;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The tables of {@link Mission}, with their schemas discovered and an encoder each: the core's way
 * from bytes to rows without Kafka around it. One thread.
 */
final class MissionTables {
    private static final SchemaRules RULES = SchemaRules.DEFAULT;
    private static final int SAMPLE = 50_000;

    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
    private final Envelope envelope = new Envelope();
    private final List<Table> tables = new ArrayList<>();

    /** One table and the rows that wait in it. */
    record Table(byte[] evname, RowEncoder encoder, RowBuffer rows) {
        TableSchema schema() {
            return encoder.schema();
        }
    }

    MissionTables() {
        List<Observation> seen = new ArrayList<>();
        Mission.TYPES.forEach(type -> seen.add(new Observation(RULES)));
        Mission mission = new Mission(0);
        for (int i = 0; i < SAMPLE; i++) {
            byte[] line = mission.next();
            scan(line, 0, line.length - 1);
            String type = new String(tape.text(envelope.evname()), UTF_8);
            seen.get(Mission.TYPES.indexOf(type)).add(tape, envelope.body());
        }
        for (int i = 0; i < seen.size(); i++) {
            String type = Mission.TYPES.get(i);
            TableSchema schema = Evolution.widen(first(type), seen.get(i), RULES).orElseThrow();
            tables.add(
                    new Table(
                            type.getBytes(UTF_8),
                            new RowEncoder(schema, RULES),
                            new RowBuffer(1 << 20)));
        }
    }

    private static TableSchema first(String evname) {
        return new TableSchema(
                new TableUid(UUID.nameUUIDFromBytes(evname.getBytes(UTF_8))),
                "bench",
                "user",
                evname,
                Names.tableName("user", evname),
                0,
                List.of());
    }

    List<Table> tables() {
        return tables;
    }

    /** Appends the rows of a chunk's events to the tables. */
    void encode(byte[] lines, ChunkOrigin origin) {
        int position = 0;
        for (int start = 0; start < lines.length; ) {
            int end = start;
            while (end < lines.length && lines[end] != '\n') {
                end++;
            }
            scan(lines, start, end);
            Table table = find();
            if (!table.encoder().encode(tape, envelope, origin, position++, table.rows())) {
                throw new IllegalStateException(
                        "no schema for " + new String(lines, start, end - start, UTF_8));
            }
            start = end + 1;
        }
    }

    private void scan(byte[] lines, int start, int end) {
        if (!tape.scan(lines, start, end) || !envelope.read(tape)) {
            throw new IllegalStateException(
                    "no event: " + new String(lines, start, end - start, UTF_8));
        }
    }

    private Table find() {
        for (Table table : tables) {
            if (tape.textEquals(envelope.evname(), table.evname())) {
                return table;
            }
        }
        throw new IllegalStateException("a type without table");
    }
}
