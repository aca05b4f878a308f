package io.sluice.rows;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.schema.Evolution;
import io.sluice.schema.Observation;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Several deciders, each with its own idea of the current version, against one compare-and-set. */
final class Deciders {
    private final SchemaRules rules;
    private final TableSchema[] known;
    private TableSchema current =
            new TableSchema(
                    new TableUid(new UUID(1, 2)), "app", "user", "m", "_e_user__m", 0, List.of());

    Deciders(int count, SchemaRules rules) {
        this.rules = rules;
        this.known = new TableSchema[count];
        java.util.Arrays.fill(known, current);
    }

    TableSchema decide(List<String> events, Random random) {
        for (int at = 0; at < events.size(); ) {
            int decider = random.nextInt(known.length);
            int end = Math.min(events.size(), at + 1 + random.nextInt(5));
            Observation seen = new Observation(rules);
            for (String event : events.subList(at, end)) {
                JsonTape tape = Rows.tape(event);
                Envelope envelope = new Envelope();
                envelope.read(tape);
                seen.add(tape, envelope.body());
            }
            commit(decider, seen);
            at = end;
        }
        return current;
    }

    private void commit(int decider, Observation seen) {
        Optional<TableSchema> next = Evolution.widen(known[decider], seen, rules);
        while (next.isPresent()) {
            if (next.get().version() == current.version() + 1) {
                current = next.get();
                known[decider] = current;
                return;
            }
            known[decider] = current;
            next = Evolution.widen(current, seen, rules);
        }
    }
}
