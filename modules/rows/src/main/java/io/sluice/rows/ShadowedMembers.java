package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.schema.JsonPointer;
import io.sluice.schema.SchemaRules;

import java.util.ArrayList;
import java.util.List;

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

    private record Found(int value, String path) {}

    private final SchemaRules rules;
    private final StringBuilder path = new StringBuilder();
    private final List<Found> found = new ArrayList<>();

    ShadowedMembers(SchemaRules rules) {
        this.rules = rules;
    }

    /** Notes those of the event on the tape. */
    void note(JsonTape tape, Envelope envelope, Cleaning cleaning) {
        path.setLength(0);
        members(tape, tape.root(), envelope.body(), 0);
        if (found.size() > MOST) {
            cleaning.note(tape, tape.root(), "", Alteration.DUPLICATE_KEY);
        } else {
            for (Found member : found) {
                cleaning.note(tape, member.value, member.path, Alteration.DUPLICATE_KEY);
            }
        }
        found.clear();
    }

    /** The same walk as the encoder's: what it places member by member is searched. */
    private void members(JsonTape tape, int object, int body, int depth) {
        int length = path.length();
        for (int key = object + 1;
                key < tape.next(object) && found.size() <= MOST;
                key = tape.next(key)) {
            int value = key + 1;
            if (tape.shadowed(key)) {
                push(tape, key);
                found.add(new Found(value, path.toString()));
            } else if (depth == 0 ? value == body : divided(tape, key, depth)) {
                push(tape, key);
                members(tape, value, body, depth + 1);
            }
            path.setLength(length);
        }
    }

    private boolean divided(JsonTape tape, int key, int depth) {
        return !tape.hasNul(key) && rules.flattens(tape, key + 1, depth);
    }

    private void push(JsonTape tape, int key) {
        String text = new String(Cleaning.strip(tape.text(key)), UTF_8);
        path.append(JsonPointer.child("", text));
    }
}
