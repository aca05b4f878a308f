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
     * @param driver settings of the driver by its names, such as those of IAM and TLS
     */
    record Redshift(CopyRight copy, Optional<String> region, Map<String, String> driver)
            implements WarehouseKind {
        public Redshift {
            driver = Map.copyOf(driver);
        }

        @Override
        public String toString() {
            return "Redshift[" + copy + ", " + region + ", " + driver.keySet() + "]";
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
