package io.sluice.registry;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Makes sure that this key is the app's; refused where it is another's. One that was revoked
     * stays so.
     */
    Future<Void> ensureWriteKey(String app, WriteKeyHash key);

    /** Apps with their settings and keys; what it answers is never remembered. */
    AppDirectory directory();

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

    /** Notes why published units are not loaded yet; nothing happens to those in other states. */
    Future<Void> held(List<UUID> units, String reason);

    /** All units of an app in a state: the longest in it first, of loaded ones the last. */
    default Future<List<UnitRecord>> units(String app, UnitRecord.State state) {
        return units(app, state, Integer.MAX_VALUE);
    }

    /** The units of an app that are longest in a state, or were last loaded; at most so many. */
    default Future<List<UnitRecord>> units(String app, UnitRecord.State state, int limit) {
        return units(app, state, limit, Optional.empty());
    }

    /**
     * A page of the units of an app in a state: the longest in it first, since those wait for
     * somebody; of loaded ones those that were loaded last.
     *
     * @param after where the page before it ended
     */
    Future<List<UnitRecord>> units(
            String app, UnitRecord.State state, int limit, Optional<UnitCursor> after);

    /** One unit; empty if there is none of this id. */
    Future<Optional<UnitRecord>> unit(UUID id);

    /**
     * What is known of an app's units, all of one moment.
     *
     * @param units those of which to tell whether they are known
     * @param openLimit how many units that are not loaded are named
     */
    Future<UnitBooks> unitBooks(String app, Collection<UUID> units, int openLimit);

    /** Units of a table and the rows of each, at most so many. */
    Future<Map<UUID, Long>> unitsOf(TableUid table, int limit);

    /** Those of the manifests that a unit of the app names. */
    Future<Set<String>> manifests(String app, Collection<String> keys);

    /** Puts it in the place of what its process told of this part before. */
    Future<Void> report(ProcessReport report);

    /** What processes told of a part within so long until now, the latest last. */
    Future<List<ProcessReport>> reports(String part, Duration age);

    /**
     * Calls the listener, on an arbitrary thread, for what others changed, and with {@link
     * News.Missed} when news may have been missed. What the listener changes by itself it may hear
     * too.
     */
    Future<Void> onNews(Consumer<News> listener);

    /** Gives up all connections. */
    Future<Void> close();
}
