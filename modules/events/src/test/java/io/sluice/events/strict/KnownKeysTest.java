package io.sluice.events.strict;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.DuplicateKeys;
import io.sluice.events.JsonTape;
import io.sluice.events.JsonTape.Kind;
import io.sluice.events.JsonTape.Limits;
import io.sluice.events.KnownKey;
import io.sluice.events.Memoryless;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A tape that has seen many documents reads the next one as a tape that has seen none. */
class KnownKeysTest {
    private static final List<String> EVENTS =
            List.of(
                    """
                    {"ts":"2015-01-01T00:31:32Z","entype":"user","evname":"pass_mission",\
                    "body":{"level":7,"mission_name":"caverns","is_premium":false,"score":7.25}}\
                    """,
                    """
                    {"ts":"2015-01-01T00:31:32Z","entype":"user","evname":"buy_item",\
                    "body":{"level":7,"item":"ro\\"pe","a":{"a":{"a":1,"b":[{"a":1},{"a":2}]}}}}\
                    """,
                    """
                    { "id" : 17, "body" : { "list" : [ { "x" : { "x" : 1 } , "y" : [ ] } , [ { "x" :
                    null } ] ] , "\\u0061" : 1 , "b" : { } } , "ts" : "2015-01-01T00:31:32+01:00" }\
                    """,
                    """
                    {"a":1,"\\u0061":2,"b":{"a":1,"a\\"":2,"a\\u0022":3},"é":1,"":2,"k":{"":{"":1}}}\
                    """,
                    """
                    [{"a":1,"b":2},{"a":1,"b":2,"a":3},{"b":{"a":1},"a":{"b":1}}]\
                    """);

    private final Map<KnownKey, String> paths = new IdentityHashMap<>();

    @ParameterizedTest
    @EnumSource(DuplicateKeys.class)
    void aTapeThatHasSeenManyDocumentsReadsLikeANewOne(DuplicateKeys policy) {
        List<byte[]> documents = new ArrayList<>();
        Torture.all().stream()
                .map(Torture::json)
                .filter(it -> it.length < 500)
                .forEach(documents::add);
        for (int i = 0; i < 40; i++) {
            EVENTS.forEach(event -> documents.add(event.getBytes(UTF_8)));
        }
        Limits limits = Limits.of(policy);
        JsonTape much = new JsonTape(limits);
        // Has room for some keys only, and so has both kinds in one document.
        JsonTape little = Memoryless.tape(limits, 5);
        JsonTape nothing = Memoryless.tape(limits);
        Mutator mutator = new Mutator(7, documents);
        for (int i = 0; i < 100_000; i++) {
            byte[] json = i % 2 == 0 ? mutator.next() : documents.get(i / 2 % documents.size());
            boolean valid = nothing.scan(json, 0, json.length);
            assertThat(much.scan(json, 0, json.length)).isEqualTo(valid);
            assertThat(little.scan(json, 0, json.length)).isEqualTo(valid);
            String expected = told(nothing, valid);
            assertThat(told(much, valid)).isEqualTo(expected);
            assertThat(told(little, valid)).isEqualTo(expected);
            if (valid) {
                noteIdentities(much);
            }
        }
    }

    @Test
    void keysWithoutEndAreNotAllKept() {
        JsonTape tape = new JsonTape(Limits.DEFAULT);
        JsonTape nothing = Memoryless.tape(Limits.DEFAULT);
        for (int i = 0; i < 30_000; i++) {
            byte[] json = ("{\"a\":1,\"k%d\":{\"a\":2},\"b\":3}".formatted(i)).getBytes(UTF_8);
            assertThat(tape.scan(json, 0, json.length)).isTrue();
            assertThat(nothing.scan(json, 0, json.length)).isTrue();
            assertThat(told(tape, true)).isEqualTo(told(nothing, true));
        }
        byte[] twice = "{\"k29999\":1,\"a\":1,\"k29999\":2}".getBytes(UTF_8);
        assertThat(tape.scan(twice, 0, twice.length)).isFalse();
        assertThat(tape.knownKey(1)).isNull();
    }

    /** One identity is one path, arrays left out. */
    private void noteIdentities(JsonTape tape) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int token = 0; token < tape.size(); token++) {
            while (!open.isEmpty() && tape.next(open.element()) <= token) {
                open.pop();
            }
            if (tape.kind(token) == Kind.KEY) {
                open.push(token);
                KnownKey identity = tape.knownKey(token);
                if (identity != null) {
                    String path =
                            open.stream()
                                    .map(key -> new String(tape.text(key), UTF_8))
                                    .collect(Collectors.joining("\n"));
                    assertThat(paths.computeIfAbsent(identity, unknown -> path)).isEqualTo(path);
                }
            }
        }
    }

    private static String told(JsonTape tape, boolean valid) {
        if (!valid) {
            return tape.errorCode()
                    + "@"
                    + tape.errorAt()
                    + " "
                    + tape.lostItsWay()
                    + " "
                    + tape.errorDetail();
        }
        StringBuilder told = new StringBuilder();
        for (int token = 0; token < tape.size(); token++) {
            told.append(tape.kind(token)).append(' ').append(tape.start(token)).append(' ');
            told.append(tape.end(token)).append(' ').append(tape.next(token)).append(' ');
            if (tape.kind(token) == Kind.KEY) {
                told.append(tape.keyHash(token)).append(tape.shadowed(token) ? " shadowed " : " ");
            }
            told.append(tape.escaped(token)).append(' ').append(tape.hasNul(token)).append('\n');
        }
        return told.append(tape.hasShadowed()).toString();
    }
}
