package io.sluice.warehouse;

import io.sluice.schema.TableSchema;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Copies batch files into tables, within a transaction that the caller ends. For one connection;
 * one thread.
 */
sealed interface RowCopy permits PostgresCopy, RedshiftCopy, TimedCopy {
    /** The staging table's own name. */
    String STAGING_NAME = "_sluice_staging";

    /** The staging table as statements name it. */
    String staging();

    /** The batch file that a file was copied in the place of: mostly itself. */
    String original(String file);

    /**
     * Copies the rows of a unit, the duplicates left out and noted.
     *
     * @param left rows of the unit that are not to be copied
     * @return how many duplicates there were
     */
    long run(Statement.CopyUnit statement, LeftOut left) throws SQLException, IOException;

    /**
     * An empty table of this session with the columns of another.
     *
     * @return the table as statements name it
     */
    String temporary(String name, String like) throws SQLException;

    /** An empty staging table with the columns of the target. */
    default void stage(String target) throws SQLException {
        temporary(STAGING_NAME, target);
    }

    /** Tells the planner of the warehouse what the staging table holds, where that helps. */
    void staged() throws SQLException;

    /**
     * Copies the files of a unit that the ledger has into the staging table, brought to the target.
     *
     * @param left rows of the unit that are not to be copied
     */
    void copyUnit(Ledger.Entry unit, LeftOut left, TableSchema written, TableSchema target)
            throws SQLException, IOException;

    /** The failure for files that do not hold the rows that were noted of them. */
    static WarehouseException mismatch(Ledger.Entry unit, LeftOut left, long copied) {
        return new WarehouseException(
                WarehouseException.Kind.REFUSED,
                "the files of unit %s hold %d rows beside %d that were refused, where its ledger row says %d"
                        .formatted(unit.unit(), copied, left.rows().size(), unit.rows()));
    }
}
