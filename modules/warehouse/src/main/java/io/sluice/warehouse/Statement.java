package io.sluice.warehouse;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One step of a {@link LoadPlan}, before a dialect spells it. */
public sealed interface Statement {
    /** Creates the table with all columns of this version. */
    record CreateTable(TableSchema schema) implements Statement {}

    /** Adds columns, all NULL. */
    record AddColumns(TableSchema schema, List<Column> columns) implements Statement {}

    /** Changes types in place, by exact casts. */
    record WidenColumns(TableSchema schema, List<Widening> widenings) implements Statement {}

    /** Makes room for longer texts in a column, alone and outside any transaction. */
    record GrowColumn(TableSchema schema, String name, LogicalType to) implements Statement {}

    /**
     * Changes columns whose values no cast turns into the new type as they are: they are read again
     * from the batch files of the units in the ledger, which still tell numbers from texts.
     *
     * @param schema the version they have the new type in
     */
    record RebuildColumns(TableSchema schema, List<Column> columns) implements Statement {}

    /**
     * Gives columns that took the place of others what people had given those.
     *
     * @param comments by column name, those that are not ours
     */
    record PutBack(TableSchema schema, Map<String, String> comments, List<ColumnGrant> grants)
            implements Statement {
        public PutBack {
            comments = Collections.unmodifiableMap(new TreeMap<>(comments));
            grants = List.copyOf(grants);
        }
    }

    /** Indexes _id, that duplicates are found by. */
    record IndexIds(TableSchema schema) implements Statement {
        /** The index's name; the table's uid keeps it short and unique. */
        public String indexName() {
            return nameFor(schema);
        }

        static String nameFor(TableSchema schema) {
            return "_sluice_id_" + schema.table().toString().replace("-", "");
        }
    }

    /** Notes that the table now is at this version. */
    record RecordVersion(TableSchema schema) implements Statement {}

    /**
     * Copies the rows of a unit.
     *
     * @param unit the unit
     * @param written the version its lines are written in
     * @param target the version the table has by then, the same or later
     * @param dedup whether rows whose _id the table has already are left out
     */
    record CopyUnit(LoadUnit unit, TableSchema written, TableSchema target, boolean dedup)
            implements Statement {
        /**
         * True if the lines have to be rewritten: a column that was text when they were written is
         * JSON now.
         */
        public boolean rewritten() {
            return IntStream.range(0, written.columns().size())
                    .anyMatch(i -> isJson(target, i) && !isJson(written, i));
        }

        /** The columns of the lines, in their order, as they reach the warehouse. */
        public List<String> columns() {
            return columnNames(rewritten() ? target : written);
        }

        private static boolean isJson(TableSchema schema, int column) {
            return schema.columns().get(column).type() instanceof LogicalType.Json;
        }
    }

    /**
     * One column's new type.
     *
     * @param cast the expression that gives the new value
     */
    record Widening(String name, LogicalType from, LogicalType to, String cast) {}

    /** The column of a version that has this name. */
    static Column column(TableSchema schema, String name) {
        return schema.columns().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Names of all columns of a version, the system columns first. */
    static List<String> columnNames(TableSchema schema) {
        return Stream.concat(
                        Stream.of(SystemColumn.values()).map(SystemColumn::columnName),
                        schema.columns().stream().map(Column::name))
                .toList();
    }
}
