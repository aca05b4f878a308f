package io.sluice.warehouse;

import com.github.luben.zstd.Zstd;

import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnit.DataFile;
import io.sluice.rows.Manifest;
import io.sluice.rows.Padding;
import io.sluice.schema.TableSchema;
import io.sluice.storage.StorageException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * COPY from S3: Redshift reads the files itself, each unit by its manifest, and no option lets it
 * pass over or change a value. Lines that have to be rewritten first are put into the bucket again,
 * and taken out of it afterwards.
 */
record RedshiftCopy(
        Connection connection,
        RedshiftDialect dialect,
        String namespace,
        UnitFiles files,
        WarehouseSettings settings)
        implements RowCopy {
    private static final Logger log = LoggerFactory.getLogger(RedshiftCopy.class);
    private static final int ZSTD_LEVEL = 1;

    @Override
    public String staging() {
        return STAGING_NAME;
    }

    @Override
    public long run(Statement.CopyUnit statement) throws SQLException, IOException {
        String target = dialect.qualified(namespace, statement.target().name());
        if (!statement.dedup()) {
            copy(statement, target);
            return 0;
        }
        stage(target);
        copy(statement, STAGING_NAME);
        return new Dedup(connection, dialect, namespace, this, settings.dedupWindow())
                .move(statement, target);
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

    private void copy(Statement.CopyUnit statement, String into) throws SQLException, IOException {
        LoadUnit unit = statement.unit();
        long copied =
                copy(
                        new Source(unit.bucket(), unit.manifestKey()),
                        statement.written(),
                        statement.target(),
                        statement.rewritten(),
                        into);
        if (copied != unit.rows()) {
            throw new WarehouseException(
                    WarehouseException.Kind.REFUSED,
                    "unit %s: its files should hold %d rows and hold %d"
                            .formatted(unit.id(), unit.rows(), copied));
        }
    }

    @Override
    public void copyUnit(Ledger.Entry unit, TableSchema written, TableSchema target)
            throws SQLException, IOException {
        boolean rewritten = !Padding.between(written, target).isIdentity();
        long copied =
                copy(
                        new Source(unit.bucket(), unit.manifestKey()),
                        written,
                        target,
                        rewritten,
                        STAGING_NAME);
        if (copied != unit.rows()) {
            throw RowCopy.mismatch(unit, copied);
        }
    }

    /** A manifest. */
    private record Source(String bucket, String manifestKey) {
        String url() {
            return "s3://" + bucket + "/" + manifestKey;
        }
    }

    private long copy(
            Source source, TableSchema written, TableSchema target, boolean rewritten, String into)
            throws SQLException, IOException {
        if (!rewritten) {
            return copy(into, Statement.columnNames(written), source.url());
        }
        List<String> keys = new ArrayList<>();
        try {
            Source again = rewrite(source, Padding.between(written, target), keys);
            return copy(into, Statement.columnNames(target), again.url());
        } finally {
            keys.forEach(key -> remove(source.bucket(), key));
        }
    }

    /**
     * Named as an attempt of the batcher: who is killed here leaves orphans, and those are swept.
     */
    private Source rewrite(Source source, Padding padding, List<String> keys) throws IOException {
        int folder = source.manifestKey().lastIndexOf('/') + 1;
        String attempt = source.manifestKey().substring(0, folder) + UUID.randomUUID();
        List<DataFile> rewritten = new ArrayList<>();
        for (String key : files.keys(source.bucket(), source.manifestKey())) {
            byte[] lines;
            try (InputStream in = new PaddedLines(files.open(source.bucket(), key), padding)) {
                lines = in.readAllBytes();
            }
            byte[] packed = Zstd.compress(lines, ZSTD_LEVEL);
            String fresh = attempt + "-" + rewritten.size() + ".csv.zst";
            keys.add(fresh);
            files.put(source.bucket(), fresh, packed);
            // How many lines it has is COPY's to count.
            rewritten.add(new DataFile(fresh, packed.length, 1));
        }
        String manifest = attempt + ".manifest.json";
        keys.add(manifest);
        files.put(source.bucket(), manifest, Manifest.of(source.bucket(), rewritten).toJson());
        return new Source(source.bucket(), manifest);
    }

    /** What cannot be removed now is an orphan too; the load has not failed by it. */
    private void remove(String bucket, String key) {
        try {
            files.delete(bucket, key);
        } catch (IOException | StorageException left) {
            log.atWarn().addKeyValue("key", key).setCause(left).log("a rewritten file stays");
        }
    }

    /** Runs a COPY and asks how many rows it brought. */
    private long copy(String into, List<String> columns, String manifest) throws SQLException {
        execute(dialect.copy(into, columns, manifest));
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
