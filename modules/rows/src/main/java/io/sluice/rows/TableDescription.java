package io.sluice.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.schema.Column;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import org.jspecify.annotations.Nullable;

/**
 * What others need to read the batch files of a table's version without asking the registry: an
 * object that lies beside them. Pure: the same version always gives the same bytes, so it does no
 * harm if several write it.
 */
public final class TableDescription {
    /** Of the description's own form; grows when something in it changes its meaning. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    private TableDescription() {}

    /** The JSON text, UTF-8. */
    public static byte[] toJson(TableSchema schema) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("app", schema.app());
        root.put("table", schema.name());
        root.put("uid", schema.table().toString());
        root.put("entype", schema.entype());
        root.put("evname", schema.evname());
        root.put("version", schema.version());
        root.put("fingerprint", fingerprint(schema));
        ArrayNode columns = root.putArray("columns");
        for (SystemColumn it : SystemColumn.values()) {
            describe(columns.addObject(), it.columnName(), null, it.type());
        }
        for (Column it : schema.columns()) {
            describe(columns.addObject(), it.name(), it.path(), it.type());
        }
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException treesCanBeWritten) {
            throw new IllegalStateException(treesCanBeWritten);
        }
    }

    /** The version's fingerprint, as 16 hexadecimal digits. */
    public static String fingerprint(TableSchema schema) {
        return "%016x".formatted(schema.fingerprint());
    }

    private static void describe(
            ObjectNode node, String name, @Nullable String path, LogicalType type) {
        node.put("name", name);
        node.put("path", path);
        node.put("type", spelling(type));
    }

    /** Words of standard SQL where it has one; no warehouse's own. */
    public static String spelling(LogicalType type) {
        return switch (type) {
            case LogicalType.Bool it -> "boolean";
            case LogicalType.BigInt it -> "bigint";
            case LogicalType.DoublePrecision it -> "double precision";
            case LogicalType.Decimal decimal -> "decimal(38,%d)".formatted(decimal.scale());
            case LogicalType.Instant it -> "timestamp with time zone";
            case LogicalType.Varchar it -> "text";
            case LogicalType.Json it -> "json";
        };
    }
}
