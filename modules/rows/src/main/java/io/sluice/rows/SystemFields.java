package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.InstantText;
import io.sluice.events.JsonTape;

/**
 * Writes the system columns of a row, but for the overflow. What all rows of a chunk share is made
 * once. One thread.
 */
final class SystemFields {
    private final int version;
    private final byte[] scratch = new byte[32];
    private ChunkOrigin chunk = new ChunkOrigin(0, "", -1, -1);
    private byte[] shared = {};

    /**
     * @param version of the schema
     */
    SystemFields(int version) {
        this.version = version;
    }

    /** Writes the fields up to the position, and the comma after it. */
    void write(JsonTape tape, Envelope envelope, ChunkOrigin origin, int position, RowBuffer out) {
        if (!origin.equals(chunk)) {
            shared = shared(origin);
            chunk = origin;
        }
        writeId(tape, envelope.id(), out);
        out.put(',');
        if (envelope.tsCanonical()) {
            out.putQuotedPlain(tape.json(), tape.start(envelope.ts()), tape.end(envelope.ts()));
        } else {
            out.putQuotedPlain(scratch, 0, InstantText.write(envelope.tsMicros(), scratch, 0));
        }
        out.put(shared);
        out.putLong(position);
        out.put(',');
    }

    private static void writeId(JsonTape tape, int id, RowBuffer out) {
        if (id < 0) {
            out.putNull();
        } else {
            byte[] text = tape.text(id);
            out.putQuoted(text, 0, text.length);
        }
    }

    private byte[] shared(ChunkOrigin origin) {
        RowBuffer fields = new RowBuffer(128);
        fields.put(',');
        fields.putQuotedPlain(scratch, 0, InstantText.write(origin.receivedMicros(), scratch, 0));
        fields.put(',');
        fields.putLong(version);
        fields.put(',');
        byte[] topic = origin.topic().getBytes(UTF_8);
        fields.putQuoted(topic, 0, topic.length);
        fields.put(',');
        fields.putLong(origin.partition());
        fields.put(',');
        fields.putLong(origin.offset());
        fields.put(',');
        return fields.toByteArray();
    }
}
