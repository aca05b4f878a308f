package io.sluice.warehouse;

import io.sluice.schema.Fit;

import java.util.Map;
import java.util.Optional;

/** Which warehouse it is, and what only that one wants to know. */
public sealed interface WarehouseKind {
    /** Whose limits rows have to be made for. */
    default Fit fit() {
        return switch (this) {
            case PostgreSql postgres -> Fit.POSTGRESQL;
            case Redshift redshift -> Fit.REDSHIFT;
        };
    }

    /** PostgreSQL: rows come through this process. */
    record PostgreSql() implements WarehouseKind {}

    /**
     * Amazon Redshift: it reads batch files itself.
     *
     * @param copy by what right
     * @param region of the bucket; empty: the cluster's own
     * @param distribution of the event tables that are made from now on
     * @param driver settings of the driver by its names, such as those of IAM and TLS
     */
    record Redshift(
            CopyRight copy,
            Optional<String> region,
            Distribution distribution,
            Map<String, String> driver)
            implements WarehouseKind {
        public Redshift {
            driver = Map.copyOf(driver);
        }

        @Override
        public String toString() {
            return "Redshift[%s, %s, %s, %s]"
                    .formatted(copy, region, distribution, driver.keySet());
        }
    }

    /** How Redshift lays the rows of an event table on its slices. */
    enum Distribution {
        /** It chooses, and changes its mind as the table grows. */
        AUTO("DISTSTYLE AUTO"),
        /** Each slice as many. */
        EVEN("DISTSTYLE EVEN"),
        /** All rows on every node: for small tables that are joined with many. */
        ALL("DISTSTYLE ALL"),
        /** By the event's id: looking for duplicates then moves no rows between nodes. */
        ID("DISTSTYLE KEY DISTKEY (\"_id\")");

        private final String sql;

        Distribution(String sql) {
            this.sql = sql;
        }

        /** The attributes of CREATE TABLE. */
        String sql() {
            return sql;
        }
    }

    /** By what right Redshift reads the bucket. */
    sealed interface CopyRight {}

    /** A role of the cluster. */
    record Role(String arn) implements CopyRight {}

    /** The cluster's default role. */
    record DefaultRole() implements CopyRight {}

    /**
     * Keys, for who cannot have a role. They stand in statements: Redshift keeps them out of its
     * logs.
     */
    record Keys(String accessKey, String secretKey) implements CopyRight {
        @Override
        public String toString() {
            return "Keys[" + accessKey + "]";
        }
    }
}
