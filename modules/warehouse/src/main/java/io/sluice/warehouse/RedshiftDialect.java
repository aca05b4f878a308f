package io.sluice.warehouse;

import static java.util.stream.Collectors.joining;

import io.sluice.rows.CsvFormat;
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
import io.sluice.schema.RedshiftLimits;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Amazon Redshift. Only casts that change no value whatever its release are written here; any other
 * widening reads the values again from the batch files.
 */
public record RedshiftDialect(WarehouseKind.Redshift kind) implements Dialect {
    private static final String LEDGER_TEXT = "VARCHAR(1024)";
    private static final String LOCK = "_sluice_lock_";
    private static final Pattern VARCHAR = Pattern.compile("character varying\\((\\d+)\\)");

    @Override
    public int maxColumns() {
        return Fit.REDSHIFT.mostColumns();
    }

    @Override
    public String typeName(LogicalType type) {
        return switch (type) {
            case Bool b -> "BOOLEAN";
            case BigInt b -> "BIGINT";
            case DoublePrecision d -> "DOUBLE PRECISION";
            case Decimal d -> "DECIMAL(38," + d.scale() + ")";
            case Instant i -> "TIMESTAMPTZ";
            case Varchar v -> "VARCHAR(" + bytes(v) + ")";
            case Json j -> "SUPER";
        };
    }

    private static int bytes(Varchar type) {
        return Math.min(type.maxBytes(), RedshiftLimits.TEXT_BYTES);
    }

    @Override
    public String catalogName(LogicalType type) {
        return switch (type) {
            case Bool b -> "boolean";
            case BigInt b -> "bigint";
            case DoublePrecision d -> "double precision";
            case Decimal d -> "numeric(38," + d.scale() + ")";
            case Instant i -> "timestamp with time zone";
            case Varchar v -> "character varying(" + bytes(v) + ")";
            case Json j -> "super";
        };
    }

    /** A longer VARCHAR than the version's is what an interrupted or a later plan has made. */
    @Override
    public boolean holds(String catalogName, LogicalType type) {
        Matcher varchar = VARCHAR.matcher(catalogName);
        return type instanceof Varchar wanted && varchar.matches()
                ? Integer.parseInt(varchar.group(1)) >= bytes(wanted)
                : catalogName.equals(catalogName(type));
    }

    @Override
    public boolean grows(LogicalType from, LogicalType to) {
        return from instanceof Varchar was && to instanceof Varchar is && bytes(is) > bytes(was);
    }

    @Override
    public Optional<String> cast(String column, Facts was, LogicalType to) {
        LogicalType from = was.type();
        boolean isWhole = from instanceof BigInt;
        return switch (to) {
            case DoublePrecision d when isWhole ->
                    Optional.of("CAST(" + column + " AS DOUBLE PRECISION)");
            case Decimal d when isWhole || from instanceof Decimal ->
                    Optional.of("CAST(" + column + " AS " + typeName(to) + ")");
            case Varchar v when isWhole ->
                    Optional.of("CAST(" + column + " AS " + typeName(to) + ")");
            case Varchar v when from instanceof Bool ->
                    Optional.of("CASE WHEN " + column + " THEN 'true' ELSE 'false' END");
            default -> Optional.empty();
        };
    }

    /** Each column's own hash, weighted: a text of all of them could be longer than a VARCHAR. */
    @Override
    public String rowHash(TableSchema schema, Set<String> without) {
        List<String> names = Statement.columnNames(schema);
        List<LogicalType> types =
                Stream.concat(
                                Stream.of(SystemColumn.values()).map(SystemColumn::type),
                                schema.columns().stream().map(Column::type))
                        .toList();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (without.contains(names.get(i))) {
                continue;
            }
            String text =
                    types.get(i) instanceof Json
                            ? "JSON_SERIALIZE(" + quote(names.get(i)) + ")"
                            : "CAST(" + quote(names.get(i)) + " AS VARCHAR(65535))";
            parts.add(
                    "%d * STRTOL(SUBSTRING(MD5(COALESCE(%s, '~N~')), 1, 11), 16)"
                            .formatted(i + 1, text));
        }
        return "CAST(" + String.join(" + ", parts) + " AS DECIMAL(38,0))";
    }

    @Override
    public boolean hasIndexes() {
        return false;
    }

    @Override
    public boolean replacesColumns() {
        return true;
    }

    @Override
    public List<String> ledger(String namespace) {
        List<String> sql = new ArrayList<>();
        for (int shard = 0; shard < Ledger.SHARDS; shard++) {
            sql.add("CREATE TABLE IF NOT EXISTS " + lockTable(namespace, shard) + " (held BIGINT)");
        }
        sql.addAll(Ledger.tables(this, namespace, LEDGER_TEXT));
        return sql;
    }

    /** A table of its own: LOCK keeps readers out as well, and the ledger is read meanwhile. */
    @Override
    public String lock(String namespace, int shard) {
        return "LOCK " + lockTable(namespace, shard);
    }

    private String lockTable(String namespace, int shard) {
        return qualified(namespace, LOCK + shard);
    }

    @Override
    public String now() {
        return "SYSDATE";
    }

    @Override
    public List<String> emptied(String namespace, Statement.RebuildColumns rebuild) {
        String table = qualified(namespace, rebuild.schema().name());
        List<String> sql = new ArrayList<>();
        for (Column column : rebuild.columns()) {
            sql.add("ALTER TABLE " + table + " DROP COLUMN " + quote(column.name()));
            sql.addAll(add(table, column));
        }
        return sql;
    }

    @Override
    public List<String> sql(String namespace, Statement statement) {
        return switch (statement) {
            case Statement.CreateTable create -> create(namespace, create.schema());
            case Statement.AddColumns add -> {
                String table = qualified(namespace, add.schema().name());
                yield add.columns().stream().flatMap(it -> add(table, it).stream()).toList();
            }
            case Statement.GrowColumn grow ->
                    List.of(
                            "ALTER TABLE %s ALTER COLUMN %s TYPE %s"
                                    .formatted(
                                            qualified(namespace, grow.schema().name()),
                                            quote(grow.name()),
                                            typeName(grow.to())));
            case Statement.WidenColumns widen ->
                    widen.widenings().stream()
                            .flatMap(it -> widen(namespace, widen.schema(), it).stream())
                            .toList();
            case Statement.PutBack back -> putBack(namespace, back);
            case Statement.IndexIds index ->
                    throw new IllegalArgumentException("Redshift has no indexes");
            case Statement.RebuildColumns rebuild -> List.of();
            case Statement.RecordVersion version -> List.of();
            case Statement.CopyUnit copy -> List.of();
        };
    }

    private List<String> create(String namespace, TableSchema schema) {
        String table = qualified(namespace, schema.name());
        List<String> sql = new ArrayList<>();
        sql.add(
                Stream.concat(
                                Stream.of(SystemColumn.values())
                                        .map(it -> define(it.columnName(), it.type())),
                                schema.columns().stream().map(it -> define(it.name(), it.type())))
                        .collect(
                                joining(
                                        ", ",
                                        "CREATE TABLE " + table + " (",
                                        ") " + kind.distribution().sql() + " SORTKEY (\"_ts\")")));
        sql.add(
                "COMMENT ON TABLE "
                        + table
                        + " IS "
                        + literal("entype " + schema.entype() + ", evname " + schema.evname()));
        schema.columns().forEach(column -> sql.add(comment(table, column)));
        return sql;
    }

    /** One column a statement. */
    private List<String> add(String table, Column column) {
        return List.of(
                "ALTER TABLE " + table + " ADD COLUMN " + define(column.name(), column.type()),
                comment(table, column));
    }

    /** The new column takes the old one's name within the transaction: no reader sees it lack. */
    private List<String> widen(String namespace, TableSchema schema, Statement.Widening widening) {
        String table = qualified(namespace, schema.name());
        String name = quote(widening.name());
        Column column = Statement.column(schema, widening.name());
        String fresh = "\"_sluice_wider\"";
        return List.of(
                "ALTER TABLE " + table + " ADD COLUMN " + fresh + " " + typeName(widening.to()),
                "UPDATE %s SET %s = %s WHERE %s IS NOT NULL"
                        .formatted(table, fresh, widening.cast(), name),
                "ALTER TABLE " + table + " DROP COLUMN " + name,
                "ALTER TABLE " + table + " RENAME COLUMN " + fresh + " TO " + name,
                comment(table, column));
    }

    private List<String> putBack(String namespace, Statement.PutBack back) {
        String table = qualified(namespace, back.schema().name());
        return Stream.concat(
                        back.comments().entrySet().stream()
                                .map(it -> comment(table, it.getKey(), it.getValue())),
                        back.grants().stream().map(it -> grant(table, it)))
                .toList();
    }

    private String grant(String table, ColumnGrant grant) {
        String grantee =
                switch (grant.grantee()) {
                    case ColumnGrant.User user -> quote(user.name());
                    case ColumnGrant.Group group -> "GROUP " + quote(group.name());
                    case ColumnGrant.Role role -> "ROLE " + quote(role.name());
                    case ColumnGrant.Everybody all -> "PUBLIC";
                };
        return "GRANT %s (%s) ON %s TO %s"
                .formatted(grant.right(), quote(grant.column()), table, grantee);
    }

    @Override
    public List<String> shown(String namespace, Statement.CopyUnit copy) {
        String manifest = "s3://" + copy.unit().bucket() + "/" + copy.unit().manifestKey();
        String into =
                copy.dedup() ? RowCopy.STAGING_NAME : qualified(namespace, copy.target().name());
        boolean isSecret = kind.copy() instanceof WarehouseKind.Keys;
        String right = isSecret ? "ACCESS_KEY_ID '***' SECRET_ACCESS_KEY '***'" : right();
        return List.of(copy(into, copy.columns(), manifest, right));
    }

    /** COPY, by the right that the settings name; not for logs if that is a key. */
    String copy(String into, List<String> columns, String manifest) {
        return copy(into, columns, manifest, right());
    }

    private String copy(String into, List<String> columns, String manifest, String right) {
        return "COPY %s (%s) FROM %s %s MANIFEST FORMAT AS CSV ZSTD NULL AS %s TIMEFORMAT 'auto'"
                        .formatted(
                                into,
                                columns.stream().map(this::quote).collect(joining(", ")),
                                literal(manifest),
                                right,
                                literal(CsvFormat.NULL))
                + " ENCODING UTF8 MAXERROR 0 COMPUPDATE OFF STATUPDATE OFF"
                + kind.region().map(it -> " REGION " + literal(it)).orElse("");
    }

    private String right() {
        return switch (kind.copy()) {
            case WarehouseKind.Role role -> "IAM_ROLE " + literal(role.arn());
            case WarehouseKind.DefaultRole role -> "IAM_ROLE default";
            case WarehouseKind.Keys keys ->
                    "ACCESS_KEY_ID %s SECRET_ACCESS_KEY %s"
                            .formatted(literal(keys.accessKey()), literal(keys.secretKey()));
        };
    }

    private String define(String name, LogicalType type) {
        return quote(name) + " " + typeName(type);
    }

    private String comment(String table, Column column) {
        return comment(table, column.name(), column.path());
    }

    private String comment(String table, String column, String text) {
        return "COMMENT ON COLUMN " + table + "." + quote(column) + " IS " + literal(text);
    }

    /** A backslash in a text stands for itself only if it is doubled. */
    @Override
    public String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
