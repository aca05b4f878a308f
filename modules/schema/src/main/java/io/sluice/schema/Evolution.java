package io.sluice.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides the next version of a table. Pure: the same inputs give the same version anywhere. */
public final class Evolution {
    private Evolution() {}

    /**
     * The version that holds all that the current one holds and all that was seen; empty where the
     * current one does already. After a lost race, decide again from the winner.
     */
    public static Optional<TableSchema> widen(
            TableSchema current, Observation seen, SchemaRules rules) {
        Map<String, Facts> facts = seen.facts();
        List<Column> columns = new ArrayList<>(current.columns().size() + facts.size());
        boolean changed = false;
        for (Column column : current.columns()) {
            Facts now = facts.remove(column.path());
            if (now == null || column.facts().holds(now)) {
                columns.add(column);
            } else {
                columns.add(new Column(column.path(), column.name(), column.facts().join(now)));
                changed = true;
            }
        }
        Map<String, String> names = newNames(columns, facts, seen.namingOrder());
        for (Map.Entry<String, Facts> path : facts.entrySet()) {
            if (columns.size() == rules.maxColumns()) {
                break;
            }
            String name = Objects.requireNonNull(names.get(path.getKey()));
            columns.add(new Column(path.getKey(), name, path.getValue()));
            changed = true;
        }
        return changed ? Optional.of(next(current, columns)) : Optional.empty();
    }

    private static Map<String, String> newNames(
            List<Column> columns, Map<String, Facts> fresh, List<String> order) {
        Set<String> taken = new HashSet<>();
        columns.forEach(column -> taken.add(column.name()));
        Map<String, String> names = new HashMap<>();
        for (String path : order) {
            if (fresh.containsKey(path)) {
                String name = Names.columnName(path, taken);
                taken.add(name);
                names.put(path, name);
            }
        }
        return names;
    }

    private static TableSchema next(TableSchema current, List<Column> columns) {
        return new TableSchema(
                current.table(),
                current.app(),
                current.entype(),
                current.evname(),
                current.name(),
                current.version() + 1,
                columns);
    }
}
