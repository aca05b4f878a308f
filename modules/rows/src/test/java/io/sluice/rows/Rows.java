package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;

import java.util.List;

/** Single events through the encoder. */
final class Rows {
    private Rows() {}

    static byte[] encode(String event, TableSchema schema, SchemaRules rules) {
        RowBuffer out = new RowBuffer(16);
        encoded(event, schema, rules, out);
        return out.toByteArray();
    }

    static List<Alteration> alterations(String event, TableSchema schema, SchemaRules rules) {
        return encoded(event, schema, rules, new RowBuffer(16)).alterations();
    }

    static RowEncoder encoded(String event, TableSchema schema, SchemaRules rules, RowBuffer out) {
        JsonTape tape = tape(event);
        Envelope envelope = new Envelope();
        assertThat(envelope.read(tape)).as(event).isTrue();
        RowEncoder encoder = new RowEncoder(schema, rules);
        assertThat(encoder.encode(tape, envelope, new ChunkOrigin(1_000_000, "t", 3, 77), 0, out))
                .as("%s fits %s", event, schema)
                .isTrue();
        return encoder;
    }

    static JsonTape tape(String event) {
        JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
        byte[] json = event.getBytes(UTF_8);
        assertThat(tape.scan(json, 0, json.length)).as(event).isTrue();
        return tape;
    }
}
