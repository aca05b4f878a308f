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
    private record Seen(Facts facts, int event) {}

    private final SchemaRules rules;
    private final ValueFacts values;
    private final Map<String, Seen> paths = new LinkedHashMap<>();
    private int events;

    /** Nothing seen yet. */
    public Observation(SchemaRules rules) {
        this.rules = rules;
        this.values = new ValueFacts(rules);
    }

    /** Adds the body of one event. */
    public void add(JsonTape tape, int body) {
        members(tape, body, "/body", 1);
        events++;
    }

    private void members(JsonTape tape, int object, String path, int depth) {
        for (int key = object + 1; key < tape.next(object); key = tape.next(key)) {
            if (!tape.plainKey(key)) {
                continue; // It gets no column.
            }
            int value = key + 1;
            String child = JsonPointer.child(path, new String(tape.text(key), UTF_8));
            if (rules.flattens(tape, value, depth)) {
                members(tape, value, child, depth + 1);
            } else {
                see(child, values.of(tape, value));
            }
        }
    }

    private void see(String path, Facts facts) {
        if (facts.kinds() != 0) {
            paths.merge(
                    path,
                    new Seen(facts, events),
                    (old, now) -> new Seen(old.facts.join(now.facts), old.event));
        }
    }

    /** Facts by path, in order of appearance. */
    public Map<String, Facts> facts() {
        Map<String, Facts> facts = new LinkedHashMap<>();
        paths.forEach((path, seen) -> facts.put(path, seen.facts));
        return facts;
    }

    /** The paths in the order in which they choose names: event by event, in one event by bytes. */
    List<String> namingOrder() {
        List<Map.Entry<String, Seen>> entries = new ArrayList<>(paths.entrySet());
        entries.sort(
                Comparator.comparingInt((Map.Entry<String, Seen> e) -> e.getValue().event)
                        .thenComparing(
                                e -> e.getKey().getBytes(UTF_8),
                                java.util.Arrays::compareUnsigned));
        return entries.stream().map(Map.Entry::getKey).toList();
    }
}
