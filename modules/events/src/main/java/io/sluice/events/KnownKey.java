package io.sluice.events;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A key at its place, that is under the keys that it stands below, as documents had it before.
 * Arrays on the way do not count: no two objects that lie in each other have one place. One tape
 * has one such object for a key at its place, as long as the key is known to it: whoever keeps it
 * recognizes the key without looking at its text.
 */
public final class KnownKey {
    private static final int WORD = Long.BYTES;
    private static final long PARENT = 0xD6E8FEB86659FD93L;

    final @Nullable KnownKey parent;
    final byte[] text;
    final long hash;

    /** Whether its value tells what keys follow. */
    final boolean telling;

    /** A hash of the place. */
    final int place;

    /** Whether the text stands in JSON as it is. */
    private final boolean plain;

    private final long[] words;
    private final long lastMask;

    private int generation;
    private int object;
    private int token;

    KnownKey(@Nullable KnownKey parent, byte[] text, long hash, boolean telling) {
        this.parent = parent;
        this.text = text;
        this.hash = hash;
        this.telling = telling;
        this.place = parent == null ? 0 : place(parent, hash);
        this.plain = isPlain(text);
        this.words = new long[(text.length + WORD - 1) / WORD];
        byte[] padded = Arrays.copyOf(text, words.length * WORD);
        for (int i = 0; i < words.length; i++) {
            words[i] = JsonStrings.eight(padded, i * WORD);
        }
        this.lastMask = -1L >>> ((words.length * WORD - text.length) * Byte.SIZE);
    }

    static int place(KnownKey parent, long hash) {
        long mixed = (hash ^ parent.place * PARENT) * PARENT;
        return (int) (mixed ^ mixed >>> 32);
    }

    private static boolean isPlain(byte[] text) {
        for (byte b : text) {
            if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
                return false;
            }
        }
        return text.length > 0;
    }

    /**
     * True if this key and its closing quote stand there. False may also mean that it is not worth
     * the trouble to look.
     */
    boolean standsAt(byte[] json, int at, int end) {
        int quote = at + text.length;
        int last = words.length - 1;
        if (!plain
                || quote >= end
                || json[quote] != '"'
                || at + words.length * WORD > json.length) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            if (JsonStrings.eight(json, at + i * WORD) != words[i]) {
                return false;
            }
        }
        return (JsonStrings.eight(json, at + last * WORD) & lastMask) == words[last];
    }

    /**
     * Notes that an object has this key.
     *
     * @param now the document's number
     * @return the token that it had in the same object before, or -1
     */
    int meet(int now, int inObject, int atToken) {
        int earlier = generation == now && object == inObject ? token : -1;
        generation = now;
        object = inObject;
        token = atToken;
        return earlier;
    }
}
