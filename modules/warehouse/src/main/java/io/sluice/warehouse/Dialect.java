package io.sluice.warehouse;

import io.sluice.schema.Facts;
import io.sluice.schema.LogicalType;
import io.sluice.schema.TableSchema;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How one kind of warehouse spells and limits things. Pure and thread-safe. */
public sealed interface Dialect permits PostgresDialect, RedshiftDialect {
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

    /**
     * A whole number made of all values of a row: of equal rows the same, of others hardly.
     *
     * @param without names of columns to leave out
     */
    String rowHash(TableSchema schema, Set<String> without);

    /**
     * Whether a column of the ledger's own tables or of an event table, as the catalog spells it,
     * is what a plan has made for this type.
     */
    default boolean holds(String catalogName, LogicalType type) {
        return catalogName.equals(catalogName(type));
    }

    /**
     * Whether a column is brought from one type to the other alone, before the transaction: a
     * {@link Statement.GrowColumn}.
     */
    default boolean grows(LogicalType from, LogicalType to) {
        return false;
    }

    /** Whether duplicates are looked for by an index. */
    boolean hasIndexes();

    /**
     * Whether a wider column takes the place of the old one, which views bound to the table
     * prevent.
     */
    boolean replacesColumns();

    /** What makes the ledger of an app, in order; may run again. */
    List<String> ledger(String namespace);

    /**
     * Keeps other loaders of a shard of the ledger out until the transaction ends, and no reader.
     */
    String lock(String namespace, int shard);

    /** An expression for this moment. */
    String now();

    /** What makes columns empty, and of the types that they have in this version. */
    List<String> emptied(String namespace, Statement.RebuildColumns rebuild);

    /** The SQL of a statement, in order; empty for what is no plain SQL (copies, rebuilds). */
    List<String> sql(String namespace, Statement statement);

    /** The SQL of a copy as a person is shown it, without secrets; empty where it is no SQL. */
    default List<String> shown(String namespace, Statement.CopyUnit copy) {
        return List.of();
    }

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
