package io.sluice.loader;

import io.sluice.registry.Registry;
import io.sluice.registry.RegistryException;
import io.sluice.registry.UnitRecord;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.Versions;
import io.sluice.warehouse.WarehouseException;
import io.sluice.warehouse.WarehouseException.Kind;
import io.vertx.core.Future;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The registry, for threads that may block. All calls may throw a {@link WarehouseException}.
 * Thread-safe.
 */
public record RegistryVersions(Registry registry) implements Versions {
    /** How long a call may take before it counts as an outage. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Override
    public TableSchema version(TableUid table, int version) {
        return await(registry.version(table, version))
                .orElseThrow(
                        () ->
                                new WarehouseException(
                                        Kind.REFUSED,
                                        "the registry has no version %d of table %s"
                                                .formatted(version, table)));
    }

    /** All apps, by name. */
    public List<String> apps() {
        return await(registry.apps());
    }

    /** Units of an app in a state, the longest in it first; at most so many. */
    public List<UnitRecord> units(String app, UnitRecord.State state, int limit) {
        return await(registry.units(app, state, limit));
    }

    /** All tables of an app at their current versions, by name. */
    public List<TableSchema> tables(String app) {
        return await(registry.tables(app));
    }

    /** Refuses a unit that was written by another column list than the registry's. */
    void check(LoadUnit unit) {
        TableSchema schema = version(unit.table(), unit.version());
        if (schema.fingerprint() != unit.fingerprint() || !schema.app().equals(unit.app())) {
            throw new WarehouseException(
                    Kind.REFUSED,
                    ("unit %s of app %s was written with fingerprint %x of version %d of table %s;"
                                    + " the registry has %x of app %s")
                            .formatted(
                                    unit.id(),
                                    unit.app(),
                                    unit.fingerprint(),
                                    unit.version(),
                                    unit.table(),
                                    schema.fingerprint(),
                                    schema.app()));
        }
    }

    /** Waits; failures as the warehouse's kinds tell them, an interrupt as an outage. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new WarehouseException(Kind.OUTAGE, "interrupted", stop);
        } catch (TimeoutException late) {
            throw new WarehouseException(Kind.OUTAGE, "the registry did not answer", late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            boolean refused =
                    cause instanceof RegistryException known
                            && known.kind() == RegistryException.Kind.REFUSED;
            throw new WarehouseException(
                    refused ? Kind.REFUSED : Kind.OUTAGE, String.valueOf(cause), failed);
        }
    }
}
