package io.sluice.warehouse;

import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

/** Where schema versions are looked up while a load runs. Blocks; thread-safe. */
@FunctionalInterface
public interface Versions {
    /**
     * The version, which never changes.
     *
     * @throws WarehouseException with {@link WarehouseException.Kind#OUTAGE} if it cannot be read
     *     now, {@link WarehouseException.Kind#REFUSED} if there is no such version
     */
    TableSchema version(TableUid table, int version);
}
