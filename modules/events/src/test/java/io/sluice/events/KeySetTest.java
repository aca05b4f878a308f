package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

class KeySetTest {
    private static final int KEYS = 8_000;

    private static final List<String> COLLIDING = colliding();

    private final JsonTape tape =
            new JsonTape(new JsonTape.Limits(3, 100_000, DuplicateKeys.KEEP_LAST));

    @Test
    void keysThatCollideOnPurposeCostLittleMoreThanOthers() {
        assertThat(stepsFor(COLLIDING)).isLessThan(5 * KEYS);
        assertThat(stepsFor(ordinary())).isLessThan(2 * KEYS);
    }

    @Test
    void amongKeysThatCollideEachDoubledOneIsFound() {
        List<String> keys = new ArrayList<>(COLLIDING);
        keys.add(keys.getFirst());
        keys.add(keys.get(KEYS - 1));
        keys.add(keys.getFirst());
        scan(keys);
        List<Integer> shadowed = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (tape.shadowed(token(i))) {
                shadowed.add(i);
            }
        }
        assertThat(shadowed).containsExactly(0, KEYS - 1, KEYS);
    }

    @Test
    void whatOneDocumentCostIsForgottenInTheNext() {
        scan(COLLIDING);
        scan(COLLIDING);
        assertThat(tape.hasShadowed()).isFalse();
        scan(List.of("a", "b", "a"));
        assertThat(tape.hasShadowed()).isTrue();
    }

    private int stepsFor(List<String> keys) {
        scan(keys);
        KeySet set = new KeySet(tape);
        set.clear();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(set.add(token(i), 0)).isEqualTo(-1);
        }
        return set.steps();
    }

    private void scan(List<String> keys) {
        byte[] json = ("{\"" + String.join("\":1,\"", keys) + "\":1}").getBytes(ISO_8859_1);
        assertThat(tape.scan(json, 0, json.length)).isTrue();
    }

    private static int token(int member) {
        return 1 + 2 * member;
    }

    private static List<String> ordinary() {
        return new Random(1).longs(KEYS).mapToObj(Long::toHexString).toList();
    }

    /**
     * Different texts of one hash. Two words of eight letters are hashed one after the other, so
     * for any first word there is a second that gives the hash wanted; here and there it is text.
     */
    private static List<String> colliding() {
        SplittableRandom random = new SplittableRandom(20261123);
        long wanted = random.nextLong();
        Set<String> keys = new HashSet<>();
        while (keys.size() < KEYS) {
            // Bytes from 0x60 to 0x6F.
            long first = random.nextLong() & 0x0F0F0F0F0F0F0F0FL | 0x6060606060606060L;
            long second = stateAfter(first) ^ wanted;
            if ((second & 0x8080808080808080L) == 0 && isText(second)) {
                keys.add(text(first) + text(second));
            }
        }
        List<byte[]> texts = keys.stream().map(key -> key.getBytes(ISO_8859_1)).toList();
        assertThat(texts.stream().map(text -> JsonStrings.hash(text, 0, 16)).distinct()).hasSize(1);
        return List.copyOf(keys);
    }

    /** The state of a hash over sixteen bytes after the first eight of them. */
    private static long stateAfter(long first) {
        long k = 0x9E3779B97F4A7C15L;
        long state = (16 * k ^ first) * k;
        return state ^ state >>> 29;
    }

    private static boolean isText(long word) {
        return text(word).chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }

    private static String text(long word) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (word >>> 8 * i);
        }
        return new String(bytes, ISO_8859_1);
    }
}
