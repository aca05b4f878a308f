package io.sluice.sqlizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.InstantText;
import io.sluice.events.JsonStrings;
import io.sluice.events.JsonTape;
import io.sluice.rows.Alteration;
import io.sluice.rows.KeptValue;
import io.sluice.schema.TableSchema;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Spells what is told of one event as events of Sluice's own.
 *
 * @param schema of the event's table
 */
record OwnEvents(TableSchema schema, JsonTape tape, Envelope envelope) {
    /** Of what was changed. */
    static final String ALTERATIONS = "alterations";

    /** Of what is kept in pieces, since no column of the warehouse holds it. */
    static final String VALUES = "values";

    /** A path of more is told by its beginning: the key itself stands in the overflow. */
    private static final int MOST_PATH_BYTES = 16_384;

    private static final int TOLD_OF_PATH = 1_000;

    byte[] of(Alteration alteration) {
        ByteArrayOutputStream out = begin(ALTERATIONS, alteration.path());
        text(out, "rule", alteration.rule().getBytes(UTF_8));
        text(out, "original_sha256", alteration.sha256().getBytes(UTF_8));
        number(out, "original_bytes", alteration.originalBytes());
        return end(out);
    }

    /** One event for each piece. */
    List<byte[]> of(KeptValue value) {
        List<byte[]> pieces = value.pieces();
        List<byte[]> events = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            ByteArrayOutputStream out = begin(VALUES, value.path());
            text(out, "form", (value.isJson() ? "json" : "text").getBytes(UTF_8));
            number(out, "piece", i + 1);
            number(out, "pieces", pieces.size());
            text(out, "value", pieces.get(i));
            events.add(end(out));
        }
        return events;
    }

    private ByteArrayOutputStream begin(String evname, String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        byte[] ts = new byte[27];
        int end = InstantText.write(envelope.tsMicros(), ts, 0);
        out.writeBytes("{\"ts\":\"".getBytes(UTF_8));
        out.write(ts, 0, end);
        out.writeBytes(
                ("\",\"evname\":\"" + evname + "\",\"entype\":\"sluice\",\"body\":{\"table_name\":")
                        .getBytes(UTF_8));
        JsonStrings.quote(schema.name().getBytes(UTF_8), out);
        if (envelope.id() >= 0) {
            text(out, "event_id", tape.text(envelope.id()));
        }
        text(out, "path", told(path).getBytes(UTF_8));
        return out;
    }

    private static String told(String path) {
        int bytes = path.getBytes(UTF_8).length;
        if (bytes <= MOST_PATH_BYTES) {
            return path;
        }
        int end = TOLD_OF_PATH - (Character.isHighSurrogate(path.charAt(TOLD_OF_PATH - 1)) ? 1 : 0);
        return path.substring(0, end) + "... (" + bytes + " bytes)";
    }

    private static void text(ByteArrayOutputStream out, String name, byte[] text) {
        out.writeBytes((",\"" + name + "\":").getBytes(UTF_8));
        JsonStrings.quote(text, out);
    }

    private static void number(ByteArrayOutputStream out, String name, int number) {
        out.writeBytes((",\"" + name + "\":" + number).getBytes(UTF_8));
    }

    private static byte[] end(ByteArrayOutputStream out) {
        out.writeBytes("}}".getBytes(UTF_8));
        return out.toByteArray();
    }
}
