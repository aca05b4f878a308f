package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.TestInstallation;
import io.sluice.schema.SchemaRules;
import io.sluice.storage.ObjectPage;
import io.sluice.storage.S3ObjectStore;
import io.sluice.warehouse.StoredTable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Somebody who has nothing but the bucket and {@code docs/objects.md} reads the rows of every
 * version of a table, and the raw events: the page's own queries are run, by DuckDB.
 */
class ObjectsIT {
    private static final String APP = TestInstallation.ARCHIVED.getFirst();
    private static final Path PAGE = Path.of("../../docs/objects.md");
    private static final Pattern QUERY = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    @Test
    void whatThePageSaysReadsEveryRow() throws Exception {
        try (Rig rig = Rig.start(SchemaRules.DEFAULT, APP)) {
            send(rig, IntStream.range(0, 300).mapToObj(i -> body("\"n\":" + i)).toList());
            send(
                    rig,
                    IntStream.range(0, 200).mapToObj(i -> body("\"n\":1.5,\"s\":\"~\"")).toList());
            send(rig, List.of(body("\"n\":9007199254740993,\"j\":[1],\"b\":true")));
            download(rig);
            StoredTable table = rig.installation().warehouse().tables(APP).getFirst();
            assertThat(table.version()).isGreaterThan(1);
            assertThat(table.rows()).isEqualTo(501);
            try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
                assertThat(sums(duck, table)).containsExactly("501", "45150.0", "9007199254740993");
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(archived(rig, duck)).isEqualTo("501"));
            }
        }
    }

    private static void send(Rig rig, List<String> events) throws Exception {
        rig.send(APP, events);
        rig.settle(APP);
    }

    private static String body(String members) {
        return "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"e\",\"evname\":\"n\",\"body\":{%s}}"
                .formatted(members);
    }

    /** The bucket as a folder on disk. */
    private void download(Rig rig) throws IOException {
        String bucket = rig.installation().settings().backends().storage().bucket();
        try (S3ObjectStore store =
                S3ObjectStore.create(rig.installation().settings().backends().storage())) {
            ObjectPage page =
                    store.list(bucket, APP + "/", Optional.empty()).toCompletableFuture().join();
            assertThat(page.next()).isEmpty();
            for (ObjectPage.Entry it : page.objects()) {
                Path file = folder.resolve(it.key());
                Files.createDirectories(file.getParent());
                Files.write(file, store.get(bucket, it.key()).toCompletableFuture().join());
            }
        }
    }

    /** Rows, the sum of what is less than a thousand, and the largest, over all versions. */
    private List<String> sums(Connection duck, StoredTable table) throws SQLException, IOException {
        List<String> queries = queries();
        List<String> parts = new ArrayList<>();
        for (int version = 1; version <= table.version(); version++) {
            Path of = folder.resolve("%s/%s/v%d".formatted(APP, table.uid(), version));
            if (Files.isDirectory(of)) {
                String columns = one(duck, queries.getFirst().replace("$FOLDER", of.toString()));
                parts.add(
                        "SELECT n::DECIMAL(38,9) AS n FROM (%s)"
                                .formatted(
                                        queries.get(1)
                                                .replace("$FOLDER", of.toString())
                                                .replace("$COLUMNS", columns)));
            }
        }
        String all = String.join(" UNION ALL ", parts);
        return List.of(
                one(duck, "SELECT count(*) FROM (" + all + ")"),
                one(duck, "SELECT sum(n)::DOUBLE FROM (" + all + ") WHERE n < 1000"),
                one(duck, "SELECT max(n)::BIGINT FROM (" + all + ")"));
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        Matcher found = QUERY.matcher(Files.readString(PAGE));
        while (found.find()) {
            queries.add(found.group(1).strip().replaceAll(";$", ""));
        }
        return queries;
    }

    /** How many events the archive gives that say what was sent. */
    private String archived(Rig rig, Connection duck) throws SQLException, IOException {
        download(rig);
        Path archive = folder.resolve(APP).resolve("archive");
        if (!Files.isDirectory(archive)) {
            return "none yet";
        }
        String all = queries().getLast().replace("$ARCHIVE", archive.toString());
        return one(duck, "SELECT count(*) FROM (" + all + ") WHERE evname = 'n' AND body.n > -1");
    }

    private static String one(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
