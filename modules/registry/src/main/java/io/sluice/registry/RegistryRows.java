package io.sluice.registry;

import io.sluice.events.Origin;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** From rows of the registry's tables to records. */
final class RegistryRows {
    private RegistryRows() {}

    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> list = new ArrayList<>(rows.size());
        for (Row row : rows) {
            list.add(read.apply(row));
        }
        return List.copyOf(list);
    }

    static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
        for (Row row : rows) {
            return Optional.of(read.apply(row));
        }
        return Optional.empty();
    }

    static TableSchema schema(Row row) {
        return new TableSchema(
                new TableUid(row.getUUID("uid")),
                row.getString("app"),
                StoredText.to(row.getString("entype")),
                StoredText.to(row.getString("evname")),
                row.getString("name"),
                row.getInteger("version"),
                RegistryJson.toColumns(row.getString("columns")));
    }

    static Map.Entry<TableSchema, Lineage> versionWithLineage(Row row) {
        Origin cause =
                new Origin(
                        row.getString("cause_topic"),
                        row.getInteger("cause_partition"),
                        row.getLong("cause_offset"),
                        row.getInteger("cause_position"));
        return Map.entry(
                schema(row),
                new Lineage(
                        cause,
                        row.getString("instance"),
                        row.getOffsetDateTime("proposed_at").toInstant()));
    }

    static UnitBooks unitBooks(RowSet<Row> rows) {
        Map<TableUid, Map<UnitRecord.State, UnitBooks.Sum>> sums = new HashMap<>();
        List<UnitBooks.Open> open = new ArrayList<>();
        Set<UUID> known = new HashSet<>();
        for (Row row : rows) {
            TableUid table = new TableUid(row.getUUID("table_uid"));
            switch (row.getString("part")) {
                case "sum" ->
                        sums.computeIfAbsent(table, none -> new HashMap<>())
                                .put(
                                        UnitRecord.State.valueOf(row.getString("state")),
                                        new UnitBooks.Sum(
                                                row.getLong("units"), row.getLong("rows")));
                case "open" ->
                        open.add(new UnitBooks.Open(row.getUUID("id"), table, row.getLong("rows")));
                default -> known.add(row.getUUID("id"));
            }
        }
        return new UnitBooks(sums, open, known);
    }

    static UnitRecord unit(Row row) {
        return new UnitRecord(
                RegistryJson.toUnit(row.getString("unit")),
                UnitRecord.State.valueOf(row.getString("state")),
                StoredText.to(row.getString("reason")),
                row.getOffsetDateTime("changed_at").toInstant());
    }
}
