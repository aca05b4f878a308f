package io.sluice.rows;

import io.sluice.events.JsonStrings;
import io.sluice.events.JsonTape;
import io.sluice.events.KnownKey;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.JsonPointer;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of a version as a tree of keys. Events of one type mostly keep the order of their
 * keys, so a look-up first tries the key that followed last time.
 */
final class SchemaNode {
    private final byte[] key;
    private final long hash;

    /** What this key was on the tape last. */
    private @Nullable KnownKey known;

    /** The column of this path, or -1. */
    int column = -1;

    Facts facts = Facts.NONE;

    private SchemaNode[] children = {};
    private int[] slots = {};

    private SchemaNode(byte[] key) {
        this.key = key;
        this.hash = JsonStrings.hash(key, 0, key.length);
    }

    /** The node of the body. */
    static SchemaNode of(List<Column> columns) {
        SchemaNode body = new SchemaNode(new byte[0]);
        for (int i = 0; i < columns.size(); i++) {
            SchemaNode node = body;
            List<String> segments = JsonPointer.segments(columns.get(i).path());
            for (String segment : segments.subList(1, segments.size())) {
                node = node.childOrNew(segment.getBytes(StandardCharsets.UTF_8));
            }
            node.column = i;
            node.facts = columns.get(i).facts();
        }
        body.index();
        return body;
    }

    private SchemaNode childOrNew(byte[] childKey) {
        for (SchemaNode child : children) {
            if (Arrays.equals(child.key, childKey)) {
                return child;
            }
        }
        SchemaNode child = new SchemaNode(childKey);
        children = Arrays.copyOf(children, children.length + 1);
        children[children.length - 1] = child;
        return child;
    }

    private void index() {
        slots = new int[Math.max(2, Integer.highestOneBit(children.length) * 4)];
        for (int i = 0; i < children.length; i++) {
            int slot = slot(children[i].hash);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
            children[i].index();
        }
    }

    private int slot(long h) {
        return (int) (h ^ h >>> 32) & slots.length - 1;
    }

    /**
     * The index of the child with this key, or -1.
     *
     * @param guess the index to try first
     */
    int find(JsonTape tape, int keyToken, int guess) {
        KnownKey sought = tape.knownKey(keyToken);
        if (guess < children.length && children[guess].is(tape, keyToken, sought)) {
            return guess;
        }
        long h = tape.keyHash(keyToken);
        for (int slot = slot(h); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            int i = slots[slot] - 1;
            if (children[i].hash == h && children[i].is(tape, keyToken, sought)) {
                return i;
            }
        }
        return -1;
    }

    SchemaNode child(int index) {
        return children[index];
    }

    private boolean is(JsonTape tape, int keyToken, @Nullable KnownKey sought) {
        if (sought != null && sought == known) {
            return true;
        }
        boolean same = tape.keyHash(keyToken) == hash && tape.textEquals(keyToken, key);
        if (same) {
            known = sought;
        }
        return same;
    }
}
