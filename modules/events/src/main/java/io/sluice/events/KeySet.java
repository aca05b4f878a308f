package io.sluice.events;

import java.util.Arrays;

/**
 * Finds keys that stand twice in one object, over all objects of a document in one table. Emptied
 * by counting up the generation, so nothing is cleared from event to event.
 */
final class KeySet {
    private static final long PARENT = 0xD6E8FEB86659FD93L;

    private final JsonTape tape;
    private long[] slots = new long[512];
    private long[] ids = new long[512];
    private int generation;
    private int count;

    KeySet(JsonTape tape) {
        this.tape = tape;
    }

    void clear() {
        if (++generation == Integer.MAX_VALUE) {
            Arrays.fill(slots, 0);
            generation = 1;
        }
        count = 0;
    }

    /**
     * Adds a key.
     *
     * @return the key of the same text that the object had last, or -1
     */
    int add(int key, int parent) {
        if (++count * 2 > slots.length) {
            grow();
        }
        return insert(key, tape.keyHash(key) + parent * PARENT);
    }

    private int insert(int key, long id) {
        int mask = slots.length - 1;
        for (int i = (int) (id ^ id >>> 32) & mask; ; i = i + 1 & mask) {
            long slot = slots[i];
            if (slot >>> 32 != generation) {
                slots[i] = (long) generation << 32 | key;
                ids[i] = id;
                return -1;
            }
            // Equal texts have equal hashes, so equal ids mean equal parents (PARENT is odd).
            if (ids[i] == id && sameText((int) slot, key)) {
                slots[i] = (long) generation << 32 | key;
                return (int) slot;
            }
        }
    }

    private boolean sameText(int a, int b) {
        return tape.textEquals(a, tape.text(b));
    }

    private void grow() {
        long[] oldSlots = slots;
        long[] oldIds = ids;
        slots = new long[oldSlots.length * 2];
        ids = new long[oldSlots.length * 2];
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] >>> 32 == generation) {
                insert((int) oldSlots[i], oldIds[i]);
            }
        }
    }
}
