package io.sluice.warehouse;

import io.sluice.rows.LoadUnit;
import io.sluice.rows.Padding;
import io.sluice.schema.TableSchema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * COPY from S3: Redshift reads the files itself, each unit by its manifest, and no option lets it
 * pass over or change a value. Files whose lines have to be rewritten first, or that hold rows to
 * leave out, are put into the bucket again.
 */
record RedshiftCopy(
        Connection connection,
        RedshiftDialect dialect,
        String namespace,
        RewrittenFiles rewritten,
        WarehouseSettings settings)
        implements RowCopy {
    @Override
    public String staging() {
        return STAGING_NAME;
    }

    @Override
    public String original(String file) {
        return rewritten.original(file);
    }

    @Override
    public long run(Statement.CopyUnit statement, LeftOut left) throws SQLException, IOException {
        String target = dialect.qualified(namespace, statement.target().name());
        if (!statement.dedup()) {
            copy(statement, left, target);
            return 0;
        }
        stage(target);
        copy(statement, left, STAGING_NAME);
        return new Dedup(connection, dialect, namespace, this, settings.dedupWindow())
                .move(statement, left, target);
    }

    @Override
    public String temporary(String name, String like) throws SQLException {
        execute("DROP TABLE IF EXISTS " + name);
        execute("CREATE TEMP TABLE " + name + " (LIKE " + like + ")");
        return name;
    }

    /** Redshift looks at new tables by itself. */
    @Override
    public void staged() {}

    private void copy(Statement.CopyUnit statement, LeftOut left, String into)
            throws SQLException, IOException {
        LoadUnit unit = statement.unit();
        long expected = unit.rows() - left.rows().size();
        long copied =
                copy(
                        new Source(unit.bucket(), unit.manifestKey(), left),
                        statement.written(),
                        statement.target(),
                        statement.rewritten(),
                        into);
        if (copied != expected) {
            throw new WarehouseException(
                    WarehouseException.Kind.REFUSED,
                    "unit %s: its files should hold %d rows and hold %d"
                            .formatted(unit.id(), expected, copied));
        }
    }

    @Override
    public void copyUnit(Ledger.Entry unit, LeftOut left, TableSchema written, TableSchema target)
            throws SQLException, IOException {
        boolean padded = !Padding.between(written, target).isIdentity();
        long copied =
                copy(
                        new Source(unit.bucket(), unit.manifestKey(), left),
                        written,
                        target,
                        padded,
                        STAGING_NAME);
        if (copied != unit.rows() - left.rows().size()) {
            throw RowCopy.mismatch(unit, left, copied);
        }
    }

    /** A manifest, and the rows of its files that are not to be loaded. */
    private record Source(String bucket, String manifestKey, LeftOut left) {}

    private long copy(
            Source source, TableSchema written, TableSchema target, boolean padded, String into)
            throws SQLException, IOException {
        List<String> columns = Statement.columnNames(padded ? target : written);
        if (!padded && source.left().rows().isEmpty()) {
            return copy(into, columns, source.bucket(), source.manifestKey());
        }
        return rewritten.using(
                source.bucket(),
                source.manifestKey(),
                source.left(),
                padded ? Optional.of(Padding.between(written, target)) : Optional.empty(),
                manifest -> copy(into, columns, source.bucket(), manifest));
    }

    /** Runs a COPY and asks how many rows it brought. */
    private long copy(String into, List<String> columns, String bucket, String manifest)
            throws SQLException {
        execute(dialect.copy(into, columns, "s3://" + bucket + "/" + manifest));
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_last_copy_count()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
