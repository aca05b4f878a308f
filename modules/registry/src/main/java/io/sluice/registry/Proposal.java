package io.sluice.registry;

import io.sluice.schema.Column;
import io.sluice.schema.TableSchema;

import java.util.HashSet;
import java.util.Set;

/** What every version must fulfil, whoever proposes it. */
final class Proposal {
    private Proposal() {}

    /** Refuses a version that no table may ever have. */
    static void check(TableSchema next) {
        if (next.version() < 1) {
            throw RegistryException.refused(
                    "Versions count from 1, but " + next.version() + " was proposed.");
        }
        Set<String> paths = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Column column : next.columns()) {
            if (!paths.add(column.path())) {
                throw RegistryException.refused("Two columns have the path " + column.path());
            }
            if (!names.add(column.name())) {
                throw RegistryException.refused("Two columns have the name " + column.name());
            }
        }
    }

    /** True if {@code next} keeps the columns of {@code current}, in their places. */
    static boolean keeps(TableSchema current, TableSchema next) {
        if (next.columns().size() < current.columns().size()) {
            return false;
        }
        for (int i = 0; i < current.columns().size(); i++) {
            Column had = current.columns().get(i);
            Column has = next.columns().get(i);
            if (!had.path().equals(has.path()) || !had.name().equals(has.name())) {
                return false;
            }
        }
        return true;
    }

    static RegistryException doesNotFollow(TableSchema current, TableSchema next) {
        return RegistryException.refused(
                "Version %d of table %s does not follow version %d: it comes too early, or drops, renames or moves columns."
                        .formatted(next.version(), next.table(), current.version()));
    }
}
