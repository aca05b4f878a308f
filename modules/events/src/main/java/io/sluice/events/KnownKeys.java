package io.sluice.events;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * The keys of earlier documents, each at its place. Almost every key of an event is one that was
 * there before: then it is recognized by its bytes, needs neither hash nor copy, and tells itself
 * whether its object has it twice. One thread.
 *
 * <p>Bounded: of keys without end, such as objects that have identifiers as keys, the first {@value
 * #MOST} are known, and afresh after {@value #MISSES} others. The rest is for {@link KeySet}, as
 * are long keys and those that collide too often. The table grows between documents only: so of the
 * keys of one text in one object all are known, or none.
 */
final class KnownKeys {
    static final int MOST = 8_192;
    private static final int MISSES = 1_000_000;
    private static final int LONGEST = 128;
    private static final int MOST_STEPS = 16;
    private static final int FIRST_SLOTS = 256;
    private static final int KIND = 0x9E3779B9;

    /** Members that tell what kind of event it is, and so which keys will follow. */
    private static final List<byte[]> TELLING =
            List.of("entype".getBytes(US_ASCII), "evname".getBytes(US_ASCII));

    private final int most;
    private KnownKey root = new KnownKey(null, new byte[0], 0, false);
    private @Nullable KnownKey[] slots = new @Nullable KnownKey[FIRST_SLOTS];

    /** By the key before and the kind of event: the key that followed last time. */
    private @Nullable KnownKey[] followers = new @Nullable KnownKey[FIRST_SLOTS];

    private KnownKey last = root;
    private int kind;
    private int follower;
    private int count;
    private int misses;
    private int document;

    /** At most so many keys; with 0 none is ever known. */
    KnownKeys(int most) {
        this.most = most;
    }

    /** Begins a document; gives the place of its root. */
    KnownKey begin() {
        if (misses > MISSES || document == Integer.MAX_VALUE) {
            root = new KnownKey(null, new byte[0], 0, false);
            slots = new @Nullable KnownKey[FIRST_SLOTS];
            followers = new @Nullable KnownKey[FIRST_SLOTS];
            count = 0;
            misses = 0;
            document = 0;
        }
        while (count * 4 > slots.length) {
            grow();
        }
        document++;
        last = root;
        kind = 0;
        return root;
    }

    /** The key that will probably come next; {@link #met} is called with what came. */
    @Nullable KnownKey guess() {
        follower = (last.place + kind) & followers.length - 1;
        return followers[follower];
    }

    /**
     * Notes that an object has this key.
     *
     * @return the token that it had in the same object before, or -1
     */
    int met(KnownKey key, int object, int token) {
        last = key;
        return key.meet(document, object, token);
    }

    /** Notes that not the guess came but this key. */
    int metInstead(KnownKey key, int object, int token) {
        followers[follower] = key;
        return met(key, object, token);
    }

    /** Notes the text that is the value of the key met last. */
    void value(byte[] json, int start, int end) {
        if (last.telling) {
            kind = kind * 31 + (int) JsonStrings.hash(json, start, end) * KIND;
        }
    }

    /** The key of this text below that place, made known if there is room; else null. */
    @Nullable KnownKey find(KnownKey parent, byte[] bytes, int start, int end, long hash) {
        if (end - start > LONGEST) {
            return null;
        }
        int steps = 0;
        int mask = slots.length - 1;
        int i = KnownKey.place(parent, hash) & mask;
        for (KnownKey there = slots[i]; there != null; there = slots[i]) {
            if (there.hash == hash
                    && there.parent == parent
                    && Arrays.equals(there.text, 0, there.text.length, bytes, start, end)) {
                return there;
            }
            if (++steps == MOST_STEPS) {
                misses++;
                return null;
            }
            i = i + 1 & mask;
        }
        if (count >= most) {
            misses++;
            return null;
        }
        byte[] text = Arrays.copyOfRange(bytes, start, end);
        boolean telling =
                parent == root && TELLING.stream().anyMatch(it -> Arrays.equals(it, text));
        KnownKey made = new KnownKey(parent, text, hash, telling);
        slots[i] = made;
        count++;
        return made;
    }

    private void grow() {
        @Nullable KnownKey[] old = slots;
        slots = new @Nullable KnownKey[old.length * 2];
        int mask = slots.length - 1;
        for (KnownKey key : old) {
            if (key != null) {
                int i = key.place & mask;
                while (slots[i] != null) {
                    i = i + 1 & mask;
                }
                slots[i] = key;
            }
        }
        followers = new @Nullable KnownKey[slots.length];
    }
}
