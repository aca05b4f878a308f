package io.sluice.registry;

import io.sluice.events.Origin;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    static UnitRecord unit(Row row) {
        return new UnitRecord(
                RegistryJson.toUnit(row.getString("unit")),
                UnitRecord.State.valueOf(row.getString("state")),
                StoredText.to(row.getString("reason")),
                row.getOffsetDateTime("changed_at").toInstant());
    }
}
