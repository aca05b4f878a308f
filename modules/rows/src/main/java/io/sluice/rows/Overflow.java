package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.JsonStrings;
import io.sluice.events.JsonTape;
import io.sluice.schema.Fit;
import io.sluice.schema.RedshiftLimits;
import io.sluice.schema.RedshiftLimits.Verdict;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Collects what has no column in one row: a JSON object from path to value. What the warehouse
 * cannot hold there either is handed to {@link KeptValues}, with a note in its place. One thread.
 */
final class Overflow {
    private int[] keys = new int[16];
    private final boolean strict;
    private final KeptValues kept = new KeptValues();
    private final MemberPaths paths = new MemberPaths();
    private final Map<String, Integer> times = new HashMap<>();
    private int size;

    Overflow(Fit fit) {
        this.strict = fit == Fit.REDSHIFT;
    }

    void clear() {
        size = 0;
        kept.clear();
    }

    KeptValues kept() {
        return kept;
    }

    /** Adds the member with this key token. */
    void add(int key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
        }
        keys[size++] = key;
    }

    /** Adds what the envelope's own columns do not hold. */
    void envelope(JsonTape tape, Envelope envelope) {
        if (envelope.others() == 0 && envelope.tsExact()) {
            return;
        }
        int root = tape.root();
        for (int key = root + 1; key < tape.next(root); key = tape.next(key)) {
            boolean inexactTs = key + 1 == envelope.ts() && !envelope.tsExact();
            if (inexactTs || (!tape.shadowed(key) && !Envelope.isOwn(tape, key))) {
                add(key);
            }
        }
    }

    /** Writes the field: the marker of NULL where nothing was added. */
    void write(JsonTape tape, Cleaning cleaning, RowBuffer out) {
        if (size == 0) {
            out.putNull();
            return;
        }
        boolean cut = tape.hasNul(tape.root());
        boolean holds = true;
        times.clear();
        paths.restart();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        for (int i = 0; i < size; i++) {
            json.write(i == 0 ? '{' : ',');
            int key = keys[i];
            String plain = paths.to(tape, key);
            String path = cut ? distinct(plain) : plain;
            if (tape.hasNul(key)) {
                cleaning.note(tape, key, path, Alteration.NUL_REMOVED);
            }
            byte[] name = path.getBytes(UTF_8);
            holds &= name.length <= RedshiftLimits.TEXT_BYTES;
            JsonStrings.quote(name, json);
            json.write(':');
            json.writeBytes(value(tape, key + 1, path, cleaning));
        }
        json.write('}');
        byte[] text = json.toByteArray();
        if (strict && (!holds || text.length > RedshiftLimits.JSON_BYTES)) {
            text = kept.all(text, cleaning);
        }
        out.putQuoted(text, 0, text.length);
    }

    private byte[] value(JsonTape tape, int value, String path, Cleaning cleaning) {
        Verdict verdict = strict ? RedshiftLimits.ofJson(tape, value, 1) : Verdict.HELD;
        return verdict == Verdict.HELD
                ? cleaning.json(tape, value, path)
                : kept.one(tape, value, path, verdict, cleaning);
    }

    /**
     * Keys that U+0000 alone told apart have one path without it. The later ones get ~2, ~3 and so
     * on: in no pointer does anything but 0 and 1 follow a ~.
     */
    private String distinct(String path) {
        int time = times.merge(path, 1, Integer::sum);
        return time == 1 ? path : path + "~" + time;
    }
}
