package io.sluice.app;

import io.sluice.devstack.DevStack;
import io.sluice.schema.Fit;
import io.sluice.schema.SchemaRules;
import io.sluice.standin.RedshiftStandin;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * The warehouse that tests load into: {@code -Dsluice.warehouse=redshift} has them all load into
 * the stand-in.
 */
public final class ChosenWarehouse {
    /** Which it is; PostgreSQL if nothing is said. */
    public static final WarehouseChoice CHOICE =
            WarehouseChoice.valueOf(
                    System.getProperty("sluice.warehouse", "postgresql").toUpperCase(Locale.ROOT));

    private ChosenWarehouse() {}

    /** The stand-in that the tests of this JVM share. */
    private static final class Shared {
        static final RedshiftStandin STANDIN = EmbeddedRedshift.start(DevStack.shared(), 0);
    }

    public static boolean isRedshift() {
        return CHOICE == WarehouseChoice.REDSHIFT;
    }

    /** The shared stack, with this warehouse. */
    static Backends backends() {
        return Embedded.backends(
                DevStack.shared(), isRedshift() ? Optional.of(Shared.STANDIN) : Optional.empty());
    }

    /** What rows have to fit. */
    public static Fit fit() {
        return isRedshift() ? Fit.REDSHIFT : Fit.POSTGRESQL;
    }

    /** The usual rules for it. */
    public static SchemaRules rules() {
        return SchemaRules.keptByPostgres(fit());
    }

    /** Where the rows are; of a stand-in, the PostgreSQL that keeps them. */
    public static Connection rows() throws SQLException {
        DevStack stack = DevStack.shared();
        return DriverManager.getConnection(
                isRedshift()
                        ? stack.warehouseJdbc()
                                .replaceFirst("/[^/]*$", "/" + EmbeddedRedshift.DATABASE)
                        : stack.warehouseJdbc(),
                stack.postgresUser(),
                stack.postgresPassword());
    }

    /** Types are called as PostgreSQL calls them, so that one table of expectations serves both. */
    public static String type(String type) {
        return type.equals("SUPER")
                ? "JSON"
                : type.startsWith("VARCHAR") ? "TEXT" : type.replaceFirst("^DECIMAL", "NUMERIC");
    }
}
