package io.sluice.registry;

import io.sluice.schema.TableSchema;

/** What became of a compare-and-set. */
public sealed interface Commit {
    /** The version is now the current one. */
    record Committed(TableSchema schema) implements Commit {}

    /** Somebody else was first; this is the current version now. */
    record Conflict(TableSchema current) implements Commit {}
}
