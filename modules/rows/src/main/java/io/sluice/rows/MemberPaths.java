package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.JsonTape;
import io.sluice.schema.JsonPointer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the pointers of members. Those asked for in document order cost one walk over the document
 * together: half a megabyte of small members would else take seconds. One thread.
 */
final class MemberPaths {
    private record Level(int object, String path) {}

    private final Deque<Level> levels = new ArrayDeque<>();

    /** The key at which the walk stands, a member of the last level's object. */
    private int at = Integer.MAX_VALUE;

    /** To be called when another document comes. */
    void restart() {
        at = Integer.MAX_VALUE;
    }

    /** The pointer from the root to the member with this key token, without U+0000. */
    String to(JsonTape tape, int member) {
        if (member < at) {
            levels.clear();
            levels.push(new Level(tape.root(), ""));
            at = tape.root() + 1;
        }
        while (tape.next(levels.element().object) <= member) {
            at = tape.next(levels.pop().object);
        }
        while (true) {
            while (tape.next(at) <= member) {
                at = tape.next(at);
            }
            String path = child(levels.element().path, tape, at);
            if (at == member) {
                return path;
            }
            levels.push(new Level(at + 1, path));
            at += 2;
        }
    }

    /** The pointer to the member with this key of the object that {@code parent} points to. */
    static String child(String parent, JsonTape tape, int key) {
        String text = new String(tape.text(key), UTF_8);
        return JsonPointer.child(parent, tape.hasNul(key) ? text.replace("\0", "") : text);
    }
}
