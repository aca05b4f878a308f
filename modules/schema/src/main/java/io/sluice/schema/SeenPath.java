package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.JsonTape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A path in the tree of all paths seen, with what is known of its values. Events of one type mostly
 * have the same keys in the same order, so a member is first sought where the last event had it.
 */
final class SeenPath {
    private final byte[] key;
    final String path;
    Facts facts = Facts.NONE;

    /** The number of the first event with a value here; only where facts are known. */
    int event;

    private final List<SeenPath> members = new ArrayList<>(0);
    private final Map<Long, List<SeenPath>> byHash = new HashMap<>(0);

    /** The path at which a tree begins. */
    SeenPath(String path) {
        this(new byte[0], path);
    }

    private SeenPath(byte[] key, String path) {
        this.key = key;
        this.path = path;
    }

    /** The member of the key at this token, made if it is new. */
    SeenPath member(JsonTape tape, int keyToken, int guess) {
        if (guess < members.size() && tape.textEquals(keyToken, members.get(guess).key)) {
            return members.get(guess);
        }
        List<SeenPath> same =
                byHash.computeIfAbsent(tape.keyHash(keyToken), hash -> new ArrayList<>(1));
        for (SeenPath member : same) {
            if (tape.textEquals(keyToken, member.key)) {
                return member;
            }
        }
        byte[] text = tape.text(keyToken);
        SeenPath made = new SeenPath(text, JsonPointer.child(path, new String(text, UTF_8)));
        members.add(made);
        same.add(made);
        return made;
    }

    /** Takes note of a value; true if it is the first one that tells something. */
    boolean see(Facts value, int number) {
        if (facts.holds(value)) {
            return false;
        }
        boolean first = facts.kinds() == 0;
        event = first ? number : event;
        facts = facts.join(value);
        return first;
    }
}
