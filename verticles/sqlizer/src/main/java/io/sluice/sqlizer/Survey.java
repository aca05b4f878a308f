package io.sluice.sqlizer;

import io.sluice.events.JsonTape;
import io.sluice.events.Origin;
import io.sluice.schema.Observation;
import io.sluice.schema.SchemaRules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the tables of a partition's waiting chunks lack: collected over all of them, so that one
 * proposal a table brings all of them forward.
 */
final class Survey {
    /** What one table lacks, and the first event that showed it. */
    record Need(Observation seen, Origin cause) {}

    private final SchemaRules rules;
    private final Map<TableKey, Need> needs = new LinkedHashMap<>();

    Survey(SchemaRules rules) {
        this.rules = rules;
    }

    void add(TableKey probe, JsonTape tape, int body, Origin origin) {
        Need need = needs.get(probe);
        if (need == null) {
            need = new Need(new Observation(rules), origin);
            needs.put(probe.keep(), need);
        }
        need.seen.add(tape, body);
    }

    Map<TableKey, Need> needs() {
        return needs;
    }
}
