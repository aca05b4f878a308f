package io.sluice.rows;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.schema.SchemaRules;

/**
 * Notes the members that a later one of the same object shadows, wherever an object's members have
 * columns of their own or a path in the overflow. What is kept as JSON keeps them in its text. One
 * thread.
 */
final class ShadowedMembers {
    /**
     * Alterations that one event gives. One with more gives a single one, of all its text:
     * otherwise half a megabyte of doubled keys under long paths would make gigabytes of rows.
     */
    static final int MOST = 100;

    private final SchemaRules rules;
    private final MemberPaths paths = new MemberPaths();
    private final int[] found = new int[MOST + 1];
    private int size;

    ShadowedMembers(SchemaRules rules) {
        this.rules = rules;
    }

    /** Notes those of the event on the tape. */
    void note(JsonTape tape, Envelope envelope, Cleaning cleaning) {
        size = 0;
        paths.restart();
        members(tape, tape.root(), envelope.body(), 0, 0);
        if (size > MOST) {
            cleaning.note(tape, tape.root(), "", Alteration.DUPLICATE_KEY);
            return;
        }
        for (int i = 0; i < size; i++) {
            int key = found[i];
            cleaning.note(tape, key + 1, paths.to(tape, key), Alteration.DUPLICATE_KEY);
        }
    }

    /** The same walk as the encoder's: what it places member by member is searched. */
    private void members(JsonTape tape, int object, int body, int depth, int pathBytes) {
        for (int key = object + 1; key < tape.next(object) && size <= MOST; key = tape.next(key)) {
            if (tape.shadowed(key)) {
                found[size++] = key;
            } else if (depth == 0) {
                if (key + 1 == body) {
                    members(tape, body, body, 1, 0);
                }
            } else {
                int length = SchemaRules.pathBytes(tape, key, pathBytes);
                boolean kept = tape.hasNul(key) || length > SchemaRules.MAX_PATH_BYTES;
                if (!kept && rules.flattens(tape, key + 1, depth)) {
                    members(tape, key + 1, body, depth + 1, length);
                }
            }
        }
    }
}
