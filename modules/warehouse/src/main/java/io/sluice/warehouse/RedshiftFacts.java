package io.sluice.warehouse;

import com.github.luben.zstd.Zstd;

import io.sluice.rows.LoadUnit.DataFile;
import io.sluice.rows.Manifest;
import io.sluice.warehouse.WarehouseFacts.Trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Asks Redshift for its {@link WarehouseFacts}, and has it read a file of one row. */
record RedshiftFacts(Connection connection, RedshiftDialect dialect, UnitFiles files) {
    private static final String SQL =
            "SELECT version(), current_user, current_database(),"
                    + " has_database_privilege(current_database(), 'CREATE'),"
                    + " EXTRACT(epoch FROM GETDATE())";

    private static final String TRIAL = "_sluice_trial";

    WarehouseFacts read(String bucket, boolean encrypted) throws SQLException, IOException {
        Instant before = Instant.now();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            Instant after = Instant.now();
            row.next();
            Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
            return new WarehouseFacts(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    "of the database",
                    encrypted,
                    row.getBoolean(4),
                    Duration.between(middle, Instant.ofEpochSecond(row.getLong(5))),
                    OptionalLong.of(tables()),
                    trial(bucket));
        }
    }

    private long tables() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM svv_table_info")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A bucket that we cannot write to is the bucket's finding, not the warehouse's. */
    private Trial trial(String bucket) throws SQLException {
        String folder = "sluice-doctor/" + UUID.randomUUID() + "/";
        String file = folder + "rows.zst";
        String manifest = folder + "manifest";
        byte[] rows = Zstd.compress("\"trial\"\n".getBytes(StandardCharsets.UTF_8));
        try {
            try {
                files.put(bucket, file, ByteBuffer.wrap(rows));
                List<DataFile> all = List.of(new DataFile(file, rows.length, 1));
                files.put(bucket, manifest, ByteBuffer.wrap(Manifest.of(bucket, all).toJson()));
                return copy("s3://" + bucket + "/" + manifest);
            } finally {
                files.delete(bucket, manifest);
                files.delete(bucket, file);
            }
        } catch (IOException | RuntimeException storage) {
            return new WarehouseFacts.NotTried(
                    "its files could not be laid: " + storage.getMessage());
        }
    }

    private Trial copy(String manifest) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE " + TRIAL + " (t VARCHAR(10))");
            try {
                statement.execute(dialect.copy(TRIAL, List.of("t"), manifest) + " NOLOAD");
                return new WarehouseFacts.Works();
            } catch (SQLException refused) {
                return new WarehouseFacts.Refused(String.valueOf(refused.getMessage()));
            }
        }
    }
}
