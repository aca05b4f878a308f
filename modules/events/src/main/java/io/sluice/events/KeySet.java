package io.sluice.events;

import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * Finds keys that stand twice in one object, over all objects of a document in one table. Emptied
 * by counting up the generation, so nothing is cleared from event to event.
 *
 * <p>Whoever knows the hash can write a document all of whose keys collide: half a megabyte of such
 * would hold a thread for seconds. So steps are counted, and a document that costs too many goes on
 * in a sorted map, which nobody can make slow.
 */
final class KeySet {
    private static final long PARENT = 0xD6E8FEB86659FD93L;

    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::id).thenComparing(Entry::text, Arrays::compare);

    private record Entry(long id, byte[] text) {}

    private final JsonTape tape;
    private final TreeMap<Entry, Integer> sorted = new TreeMap<>(ORDER);
    private long[] slots = new long[512];
    private long[] ids = new long[512];
    private int generation;
    private int count;
    private int steps;

    KeySet(JsonTape tape) {
        this.tape = tape;
    }

    void clear() {
        if (++generation == Integer.MAX_VALUE) {
            Arrays.fill(slots, 0);
            generation = 1;
        }
        count = 0;
        steps = 0;
        sorted.clear();
    }

    /** Slots that were looked at in vain. */
    int steps() {
        return steps;
    }

    /**
     * Adds a key.
     *
     * @return the key of the same text that the object had last, or -1
     */
    int add(int key, int parent) {
        long id = tape.keyHash(key) + parent * PARENT;
        if (!sorted.isEmpty()) {
            return sort(key, id);
        }
        if (++count * 2 > slots.length) {
            grow();
        }
        int earlier = insert(key, id);
        // Keys that do not collide on purpose take less than one step on average.
        if (steps > 1_000 + 4 * count) {
            sortAll();
        }
        return earlier;
    }

    private void sortAll() {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] >>> 32 == generation) {
                sort((int) slots[i], ids[i]);
            }
        }
    }

    private int sort(int key, long id) {
        Integer earlier = sorted.put(new Entry(id, tape.text(key)), key);
        return earlier == null ? -1 : earlier;
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
            steps++;
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
