package io.sluice.runtime;

import io.sluice.schema.TableUid;

/**
 * Published on the event bus when this process has raised, or learnt of, a schema version. A hint:
 * it may be missed, and who acts on it reads the registry.
 *
 * @param app the app that owns the table
 * @param table the table
 * @param version its version now, from 1
 */
public record SchemaChanged(String app, TableUid table, int version) {
    public static final String ADDRESS = "sluice.schema-changed";
}
