package io.sluice.warehouse;

import static java.util.stream.Collectors.joining;

import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.Fit;
import io.sluice.schema.LogicalType;
import io.sluice.schema.LogicalType.BigInt;
import io.sluice.schema.LogicalType.Bool;
import io.sluice.schema.LogicalType.Decimal;
import io.sluice.schema.LogicalType.DoublePrecision;
import io.sluice.schema.LogicalType.Instant;
import io.sluice.schema.LogicalType.Json;
import io.sluice.schema.LogicalType.Varchar;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** PostgreSQL 14 and later. */
public final class PostgresDialect implements Dialect {
    /** Kinds whose values are quoted in batch files, and become JSON strings. */
    static final String LEDGER_TEXT = "TEXT";

    private static final int QUOTED = Facts.TEXT | Facts.INSTANT;

    @Override
    public int maxColumns() {
        return Fit.POSTGRESQL.mostColumns();
    }

    @Override
    public String typeName(LogicalType type) {
        return switch (type) {
            case Bool b -> "BOOLEAN";
            case BigInt b -> "BIGINT";
            case DoublePrecision d -> "DOUBLE PRECISION";
            case Decimal d -> "NUMERIC(38," + d.scale() + ")";
            case Instant i -> "TIMESTAMPTZ";
            case Varchar v -> "TEXT";
            case Json j -> "JSON";
        };
    }

    @Override
    public String catalogName(LogicalType type) {
        return type instanceof Instant
                ? "timestamp with time zone"
                : typeName(type).toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<String> cast(String column, Facts was, LogicalType to) {
        LogicalType from = was.type();
        if (catalogName(from).equals(catalogName(to))) {
            return Optional.of(column);
        }
        return switch (to) {
            case DoublePrecision d when from instanceof BigInt ->
                    Optional.of(column + "::double precision");
            case Decimal d when isNumber(from) -> Optional.of(numeric(column, from) + bounds(d));
            case Varchar v -> Optional.of(text(column, from));
            case Json j -> json(column, was);
            default ->
                    throw new IllegalArgumentException(
                            "no value of %s is widened to %s".formatted(from, to));
        };
    }

    private static boolean isNumber(LogicalType type) {
        return type instanceof BigInt || type instanceof DoublePrecision || type instanceof Decimal;
    }

    private String bounds(Decimal to) {
        return "::" + catalogName(to);
    }

    /** A double becomes its shortest text first: a direct cast would round to 15 digits. */
    private static String numeric(String column, LogicalType from) {
        return from instanceof DoublePrecision ? column + "::text::numeric" : column;
    }

    /** The canonical text that the batch files have for the same value. */
    private static String text(String column, LogicalType from) {
        return switch (from) {
            case DoublePrecision d -> "trim_scale(" + numeric(column, from) + ")::text";
            case Decimal d -> "trim_scale(" + column + ")::text";
            case Instant i ->
                    "rtrim(rtrim(to_char("
                            + column
                            + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.')"
                            + " || 'Z'";
            default -> column + "::text";
        };
    }

    /**
     * Texts and instants become JSON strings, numbers and booleans stay bare; a text column that
     * holds both no longer tells which is which.
     */
    private static Optional<String> json(String column, Facts was) {
        boolean quoted = (was.kinds() & QUOTED) != 0;
        boolean bare = (was.kinds() & ~QUOTED) != 0;
        if (quoted && bare) {
            return Optional.empty();
        }
        String text = text(column, was.type());
        return Optional.of(quoted ? "to_json(" + text + ")" : "(" + text + ")::json");
    }

    @Override
    public String rowHash(TableSchema schema, Set<String> without) {
        return Statement.columnNames(schema).stream()
                .filter(it -> !without.contains(it))
                .map(this::quote)
                .collect(joining(", ", "hashtextextended(ROW(", ")::text, 0)::numeric"));
    }

    @Override
    public boolean hasIndexes() {
        return true;
    }

    @Override
    public boolean replacesColumns() {
        return false;
    }

    @Override
    public List<String> ledger(String namespace) {
        List<String> sql = new ArrayList<>(Ledger.tables(this, namespace, LEDGER_TEXT));
        for (int shard = 0; shard < Ledger.SHARDS; shard++) {
            String name = Ledger.shardName(shard);
            sql.add(
                    "CREATE INDEX IF NOT EXISTS %s ON %s (unit_id)"
                            .formatted(quote(name + "_unit"), qualified(namespace, name)));
        }
        return sql;
    }

    @Override
    public String lock(String namespace, int shard) {
        return "LOCK TABLE " + qualified(namespace, Ledger.shardName(shard)) + " IN EXCLUSIVE MODE";
    }

    @Override
    public String now() {
        return "clock_timestamp()";
    }

    @Override
    public List<String> emptied(String namespace, Statement.RebuildColumns rebuild) {
        return List.of(
                rebuild.columns().stream()
                        .map(
                                it ->
                                        "ALTER COLUMN "
                                                + quote(it.name())
                                                + " TYPE "
                                                + typeName(it.type())
                                                + " USING NULL")
                        .collect(
                                joining(
                                        ", ",
                                        "ALTER TABLE "
                                                + qualified(namespace, rebuild.schema().name())
                                                + " ",
                                        "")));
    }

    @Override
    public List<String> sql(String namespace, Statement statement) {
        return switch (statement) {
            case Statement.CreateTable create -> create(namespace, create.schema());
            case Statement.AddColumns add -> add(namespace, add);
            case Statement.WidenColumns widen -> List.of(widen(namespace, widen));
            case Statement.IndexIds index ->
                    List.of(
                            "CREATE INDEX "
                                    + quote(index.indexName())
                                    + " ON "
                                    + qualified(namespace, index.schema().name())
                                    + " (_id) WHERE _id IS NOT NULL");
            case Statement.GrowColumn grow ->
                    throw new IllegalArgumentException("no column grows: " + grow.name());
            // Its columns stay the same ones, whatever type they get.
            case Statement.PutBack back -> List.of();
            case Statement.RebuildColumns rebuild -> List.of();
            case Statement.RecordVersion version -> List.of();
            case Statement.CopyUnit copy -> List.of();
        };
    }

    private List<String> create(String namespace, TableSchema schema) {
        String table = qualified(namespace, schema.name());
        Stream<String> system =
                Stream.of(SystemColumn.values())
                        .map(column -> define(column.columnName(), column.type()));
        Stream<String> data =
                schema.columns().stream().map(column -> define(column.name(), column.type()));
        List<String> sql = new ArrayList<>();
        sql.add(
                Stream.concat(system, data)
                        .collect(joining(", ", "CREATE TABLE " + table + " (", ")")));
        sql.add(
                "COMMENT ON TABLE "
                        + table
                        + " IS "
                        + literal("entype " + schema.entype() + ", evname " + schema.evname()));
        schema.columns().forEach(column -> sql.add(comment(table, column)));
        return sql;
    }

    private List<String> add(String namespace, Statement.AddColumns add) {
        String table = qualified(namespace, add.schema().name());
        List<String> sql = new ArrayList<>();
        sql.add(
                add.columns().stream()
                        .map(column -> "ADD COLUMN " + define(column.name(), column.type()))
                        .collect(joining(", ", "ALTER TABLE " + table + " ", "")));
        add.columns().forEach(column -> sql.add(comment(table, column)));
        return sql;
    }

    /** All in one statement: the table is rewritten once. */
    private String widen(String namespace, Statement.WidenColumns widen) {
        return widen.widenings().stream()
                .map(
                        it ->
                                "ALTER COLUMN "
                                        + quote(it.name())
                                        + " TYPE "
                                        + typeName(it.to())
                                        + " USING "
                                        + it.cast())
                .collect(
                        joining(
                                ", ",
                                "ALTER TABLE " + qualified(namespace, widen.schema().name()) + " ",
                                ""));
    }

    private String define(String name, LogicalType type) {
        return quote(name) + " " + typeName(type);
    }

    private String comment(String table, Column column) {
        return "COMMENT ON COLUMN "
                + table
                + "."
                + quote(column.name())
                + " IS "
                + literal(column.path());
    }
}
