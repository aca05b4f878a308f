package io.sluice.registry;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The registry as the services see it. Thread-safe; futures complete on the caller's context where
 * it has one. A lost race is a result ({@link Commit.Conflict}); an outage, or a call that breaks
 * the rules, a future that failed with a {@link RegistryException}.
 */
public interface Registry {
    /** Makes sure that the app exists. */
    Future<Void> ensureApp(String app);

    /** All apps, by name. */
    Future<List<String>> apps();

    /** Makes sure that this key opens the app's door; refused where it opens another's. */
    Future<Void> ensureWriteKey(String app, WriteKeyHash key);

    /** The app that the key belongs to. */
    Future<Optional<String>> appOf(WriteKeyHash key);

    /**
     * The table of one kind of event at its current version; created at version 0 if need be.
     * Refused where there is no such app.
     */
    Future<TableSchema> table(String app, String entype, String evname);

    /**
     * Appends a version if {@code next.version() - 1} is still the current one: a compare-and-set
     * in one statement. Refused where {@code next} drops, moves or renames a column.
     */
    Future<Commit> commit(TableSchema next, Lineage lineage);

    /** The current version of a table; empty if there is no such table. */
    Future<Optional<TableSchema>> current(TableUid table);

    /** A version from 0 up, which never changes; empty if there is no such version. */
    Future<Optional<TableSchema>> version(TableUid table, int version);

    /** All tables of an app at their current versions, by name. */
    Future<List<TableSchema>> tables(String app);

    /** The versions of a table from 1 up, each with its lineage. */
    Future<List<Map.Entry<TableSchema, Lineage>>> history(TableUid table);

    /**
     * Notes units that their Kafka transaction has published; a unit known already stays as it is.
     */
    Future<Void> published(List<LoadUnit> units);

    /** Notes that the warehouse has committed these units. */
    Future<Void> loaded(List<UUID> units);

    /** Notes that a unit was set aside, and why. */
    Future<Void> parked(UUID unit, String reason);

    /** Units of an app by state. */
    Future<List<UnitRecord>> units(String app, UnitRecord.State state);

    /**
     * Calls the listener, on an arbitrary thread, for each table whose version another process
     * raised, and with an empty value when news may have been missed (after a reconnect).
     */
    Future<Void> onNews(Consumer<Optional<TableUid>> listener);

    /** Gives up all connections. */
    Future<Void> close();
}
