package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.JsonTape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of one table's events: the facts of each path, and the order in which new paths get
 * their names. Collected over any number of events, then given to {@link Evolution}. One thread.
 */
public final class Observation {
    private final SchemaRules rules;
    private final ValueFacts values;
    private final SeenPath body = new SeenPath("/body");
    private final List<SeenPath> seen = new ArrayList<>();
    private int events;

    /** Nothing seen yet. */
    public Observation(SchemaRules rules) {
        this.rules = rules;
        this.values = new ValueFacts(rules);
    }

    /** Adds the body of one event. */
    public void add(JsonTape tape, int bodyToken) {
        members(tape, bodyToken, body, 1, 0);
        events++;
    }

    private void members(JsonTape tape, int object, SeenPath parent, int depth, int pathBytes) {
        int guess = 0;
        for (int key = object + 1; key < tape.next(object); key = tape.next(key)) {
            int length = SchemaRules.pathBytes(tape, key, pathBytes);
            if (!tape.plainKey(key) || length > SchemaRules.MAX_PATH_BYTES) {
                continue; // It gets no column.
            }
            int value = key + 1;
            SeenPath member = parent.member(tape, key, guess++);
            if (rules.flattens(tape, value, depth)) {
                members(tape, value, member, depth + 1, length);
            } else if (rules.columnHolds(tape, value, false)
                    && member.see(values.of(tape, value), events)) {
                seen.add(member);
            }
        }
    }

    /** Facts by path, in order of appearance. */
    public Map<String, Facts> facts() {
        Map<String, Facts> facts = new LinkedHashMap<>();
        seen.forEach(it -> facts.put(it.path, it.facts));
        return facts;
    }

    /** The paths in the order in which they choose names: event by event, in one event by bytes. */
    List<String> namingOrder() {
        return seen.stream()
                .sorted(
                        Comparator.comparingInt((SeenPath it) -> it.event)
                                .thenComparing(
                                        it -> it.path.getBytes(UTF_8),
                                        java.util.Arrays::compareUnsigned))
                .map(it -> it.path)
                .toList();
    }
}
