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
import java.util.Set;

/** COPY FROM STDIN: the files come through this process. */
record PostgresCopy(
        Connection connection,
        Dialect dialect,
        String namespace,
        UnitFiles files,
        WarehouseSettings settings)
        implements RowCopy {
    private static final String TEMPORARY = "pg_temp.";
    private static final String STAGING = TEMPORARY + STAGING_NAME;

    @Override
    public String staging() {
        return STAGING;
    }

    @Override
    public String original(String file) {
        return file;
    }

    @Override
    public long run(Statement.CopyUnit statement, LeftOut left) throws SQLException, IOException {
        String target = dialect.qualified(namespace, statement.target().name());
        if (!statement.dedup()) {
            copyFiles(statement, left, target);
            return 0;
        }
        stage(target);
        copyFiles(statement, left, STAGING);
        staged();
        return new Dedup(connection, dialect, namespace, this, settings.dedupWindow())
                .move(statement, left, target);
    }

    @Override
    public String temporary(String name, String like) throws SQLException {
        execute("DROP TABLE IF EXISTS " + TEMPORARY + name);
        execute("CREATE TEMP TABLE %s (LIKE %s) ON COMMIT DROP".formatted(name, like));
        return TEMPORARY + name;
    }

    @Override
    public void staged() throws SQLException {
        execute("ANALYZE " + STAGING);
    }

    private void execute(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void copyUnit(Ledger.Entry unit, LeftOut left, TableSchema written, TableSchema target)
            throws SQLException, IOException {
        long copied = 0;
        for (String key : files.keys(unit.bucket(), unit.manifestKey())) {
            copied +=
                    copyFile(
                            new Source(unit.bucket(), key, left.of(key)),
                            written,
                            target,
                            Statement.columnNames(target),
                            STAGING);
        }
        if (copied != unit.rows() - left.rows().size()) {
            throw RowCopy.mismatch(unit, left, copied);
        }
    }

    private void copyFiles(Statement.CopyUnit statement, LeftOut left, String into)
            throws SQLException, IOException {
        LoadUnit unit = statement.unit();
        for (LoadUnit.DataFile file : unit.files()) {
            Set<Long> refused = left.of(file.key());
            long copied =
                    copyFile(
                            new Source(unit.bucket(), file.key(), refused),
                            statement.written(),
                            statement.target(),
                            statement.columns(),
                            into);
            long expected = file.rows() - refused.size();
            if (copied != expected) {
                throw mismatch(unit, file.key(), expected, copied);
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

    /** A file, and the numbers of its rows that are not to be copied. */
    private record Source(String bucket, String key, Set<Long> refused) {}

    /** Copies one file, its lines as they are or, for other columns, brought to the target. */
    private long copyFile(
            Source source,
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
        try (InputStream lines = files.open(source.bucket(), source.key(), source.refused());
                InputStream rows =
                        padded || differs(written, target, columns)
                                ? new PaddedLines(lines, Padding.between(written, target))
                                : lines) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(sql, rows, settings.copyBuffer());
        } catch (SQLException failed) {
            throw RefusedLineException.of(source.key(), failed);
        }
    }

    private static boolean differs(TableSchema written, TableSchema target, List<String> columns) {
        return written.version() != target.version()
                && columns.equals(Statement.columnNames(target));
    }
}
