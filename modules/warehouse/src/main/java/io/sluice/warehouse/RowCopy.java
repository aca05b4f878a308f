package io.sluice.warehouse;

import static java.util.stream.Collectors.joining;

import io.sluice.rows.CsvFormat;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.Padding;
import io.sluice.schema.TableSchema;

import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Copies batch files into tables, within a transaction that the caller ends. One thread. */
final class RowCopy {
    static final String STAGING = "pg_temp._sluice_staging";

    private final Connection connection;
    private final Dialect dialect;
    private final String namespace;
    private final UnitFiles files;
    private final WarehouseSettings settings;

    RowCopy(
            Connection connection,
            Dialect dialect,
            String namespace,
            UnitFiles files,
            WarehouseSettings settings) {
        this.connection = connection;
        this.dialect = dialect;
        this.namespace = namespace;
        this.files = files;
        this.settings = settings;
    }

    /**
     * Copies the rows of a unit, the duplicates left out and noted.
     *
     * @return how many duplicates there were
     */
    long run(Statement.CopyUnit statement) throws SQLException, IOException {
        String target = dialect.qualified(namespace, statement.target().name());
        if (!statement.dedup()) {
            copyFiles(statement, target);
            return 0;
        }
        stage(target);
        copyFiles(statement, STAGING);
        return new Dedup(connection, dialect, namespace, settings.dedupWindow())
                .move(statement, target);
    }

    /** An empty staging table with the columns of the target. */
    void stage(String target) throws SQLException {
        try (java.sql.Statement sql = connection.createStatement()) {
            sql.execute("DROP TABLE IF EXISTS " + STAGING);
            sql.execute("CREATE TEMP TABLE _sluice_staging (LIKE " + target + ") ON COMMIT DROP");
        }
    }

    /**
     * Copies the files of a unit that the ledger has into the staging table, brought to the target.
     */
    void copyUnit(Ledger.Entry unit, TableSchema written, TableSchema target)
            throws SQLException, IOException {
        long copied = 0;
        for (String key : files.keys(unit.bucket(), unit.manifestKey())) {
            copied +=
                    copyFile(
                            unit.bucket(),
                            key,
                            written,
                            target,
                            Statement.columnNames(target),
                            STAGING);
        }
        if (copied != unit.rows()) {
            throw new WarehouseException(
                    WarehouseException.Kind.REFUSED,
                    "the files of unit %s hold %d rows, where its ledger row says %d"
                            .formatted(unit.unit(), copied, unit.rows()));
        }
    }

    private void copyFiles(Statement.CopyUnit statement, String into)
            throws SQLException, IOException {
        LoadUnit unit = statement.unit();
        for (LoadUnit.DataFile file : unit.files()) {
            long copied =
                    copyFile(
                            unit.bucket(),
                            file.key(),
                            statement.written(),
                            statement.target(),
                            statement.columns(),
                            into);
            if (copied != file.rows()) {
                throw mismatch(unit, file.key(), file.rows(), copied);
            }
        }
    }

    private static WarehouseException mismatch(
            LoadUnit unit, String what, long expected, long copied) {
        return new WarehouseException(
                WarehouseException.Kind.REFUSED,
                "unit %s: %s should hold %d rows and holds %d"
                        .formatted(unit.id(), what, expected, copied));
    }

    /** Copies one file, its lines as they are or, for other columns, brought to the target. */
    long copyFile(
            String bucket,
            String key,
            TableSchema written,
            TableSchema target,
            List<String> columns,
            String into)
            throws SQLException, IOException {
        boolean padded = columns.size() != Statement.columnNames(written).size();
        String sql =
                "COPY %s (%s) FROM STDIN (FORMAT csv, NULL %s, ENCODING 'UTF8')"
                        .formatted(
                                into,
                                columns.stream().map(dialect::quote).collect(joining(", ")),
                                dialect.literal(CsvFormat.NULL));
        try (InputStream lines = files.open(bucket, key);
                InputStream rows =
                        padded || differs(written, target, columns)
                                ? new PaddedLines(lines, Padding.between(written, target))
                                : lines) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(sql, rows, settings.copyBuffer());
        }
    }

    private static boolean differs(TableSchema written, TableSchema target, List<String> columns) {
        return written.version() != target.version()
                && columns.equals(Statement.columnNames(target));
    }
}
