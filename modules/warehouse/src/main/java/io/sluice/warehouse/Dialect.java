package io.sluice.warehouse;

import io.sluice.schema.Facts;
import io.sluice.schema.LogicalType;

import java.util.List;
import java.util.Optional;

/**
 * How one kind of warehouse spells and limits things. Pure and thread-safe; RedshiftDialect will be
 * its second implementation.
 */
public interface Dialect {
    /** The type as written in DDL and shown to people. */
    String typeName(LogicalType type);

    /** The type as the warehouse's catalog spells it. */
    String catalogName(LogicalType type);

    /** Data columns that a table may have, system columns not counted. */
    int maxColumns();

    /**
     * An expression that turns what a column holds into another type without changing a value, NULL
     * staying NULL.
     *
     * @param column the column, quoted
     * @param was what is known of the values that it holds
     * @return empty if no expression can: the column has to be rebuilt from the batch files
     */
    Optional<String> cast(String column, Facts was, LogicalType to);

    /** A whole number made of all values of a row: of equal rows the same, of others hardly. */
    String rowHash(List<String> columns);

    /** The SQL of a statement, in order; empty for what is no plain SQL (copies, rebuilds). */
    List<String> sql(String namespace, Statement statement);

    /** The name as a quoted identifier. */
    default String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The text as a string literal; valid where backslashes have no meaning of their own. */
    default String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A name within a namespace, both quoted. */
    default String qualified(String namespace, String name) {
        return quote(namespace) + "." + quote(name);
    }
}
