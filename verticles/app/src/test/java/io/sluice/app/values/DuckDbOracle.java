package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.values.Rig.Place;
import io.sluice.app.values.StoredRow.Cell;
import io.sluice.registry.Registry;
import io.sluice.registry.UnitRecord;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.storage.S3ObjectStore;
import io.sluice.warehouse.StoredTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets DuckDB read the batch files, and compares with the rows that PostgreSQL has. */
final class DuckDbOracle {
    /**
     * What was compared.
     *
     * @param rows lines of the files that are rows
     * @param values of them, NULLs left out
     * @param others lines that are no rows: duplicates
     */
    record Agreed(long rows, long values, long others) {}

    private final Rig rig;
    private final String app;
    private final Path folder;
    private long rows;
    private long values;
    private long others;

    private DuckDbOracle(Rig rig, String app, Path folder) {
        this.rig = rig;
        this.app = app;
        this.folder = folder;
    }

    static Agreed agreed(Rig rig, String app, List<StoredTable> tables, Path folder)
            throws SQLException, IOException {
        DuckDbOracle oracle = new DuckDbOracle(rig, app, folder);
        oracle.compare(tables);
        return new Agreed(oracle.rows, oracle.values, oracle.others);
    }

    private void compare(List<StoredTable> tables) throws SQLException, IOException {
        Registry registry = rig.installation().registry();
        Map<TableUid, List<LoadUnit>> units =
                registry
                        .units(app, UnitRecord.State.LOADED)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .stream()
                        .map(UnitRecord::unit)
                        .collect(Collectors.groupingBy(LoadUnit::table));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Connection warehouse = rig.warehouse();
                S3ObjectStore store =
                        S3ObjectStore.create(rig.installation().settings().backends().storage())) {
            for (StoredTable table : tables) {
                Map<Place, StoredRow> stored = new HashMap<>();
                // An event may have several alterations: its place names no single row of them.
                if (!table.name().startsWith("_sluice_")) {
                    StoredRow.read(warehouse, app, table)
                            .forEach(row -> stored.put(row.place(), row));
                    for (LoadUnit unit : units.get(table.uid())) {
                        file(duck, store, unit, stored);
                    }
                    assertThat(stored).as("rows of %s in no file", table.name()).isEmpty();
                }
            }
        }
    }

    private void file(
            Connection duck, S3ObjectStore store, LoadUnit unit, Map<Place, StoredRow> stored)
            throws SQLException, IOException {
        TableSchema schema =
                rig.installation()
                        .registry()
                        .version(unit.table(), unit.version())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .orElseThrow();
        for (LoadUnit.DataFile file : unit.files()) {
            Path local = Files.createTempFile(folder, "batch", ".csv.zst");
            Files.write(local, store.get(unit.bucket(), file.key()).toCompletableFuture().join());
            try (Statement statement = duck.createStatement();
                    ResultSet lines = statement.executeQuery(sql(local, schema))) {
                while (lines.next()) {
                    line(lines, schema, stored);
                }
            }
            Files.delete(local);
        }
    }

    private static String sql(Path file, TableSchema schema) {
        String columns =
                Stream.concat(
                                Stream.of(SystemColumn.values()).map(SystemColumn::columnName),
                                schema.columns().stream().map(Column::name))
                        .map(name -> "'" + name + "': 'VARCHAR'")
                        .collect(Collectors.joining(", ", "{", "}"));
        return """
        SELECT * FROM read_csv('%s', columns = %s, auto_detect = false, header = false,
            delim = ',', quote = '"', escape = '"', nullstr = '~N~', allow_quoted_nulls = false,
            new_line = '\\n', compression = 'zstd', parallel = false, max_line_size = 16777216)
        """
                .formatted(file, columns);
    }

    private void line(ResultSet line, TableSchema schema, Map<Place, StoredRow> stored)
            throws SQLException {
        Place place =
                new Place(
                        line.getInt("_partition"),
                        line.getLong("_offset"),
                        line.getInt("_position"));
        StoredRow row = stored.remove(place);
        if (row == null) {
            others++;
            return;
        }
        rows++;
        for (SystemColumn column : SystemColumn.values()) {
            String type = column.type().toString();
            same(
                    schema.name() + "." + column.columnName(),
                    type.startsWith("Instant") ? "TIMESTAMPTZ" : "TEXT",
                    line.getString(column.columnName()),
                    row.system().get(column.columnName()));
        }
        for (Column column : schema.columns()) {
            Cell cell = row.data().get(column.path());
            same(
                    schema.name() + "." + column.name(),
                    cell == null ? "" : cell.type(),
                    line.getString(column.name()),
                    cell == null ? null : cell.text());
        }
    }

    private void same(String what, String type, String file, String stored) {
        values += file == null ? 0 : 1;
        boolean equal =
                file == null || stored == null
                        ? file == null && stored == null
                        : switch (type) {
                            case "TEXT", "BOOLEAN" -> file.equals(stored);
                            case "TIMESTAMPTZ" -> Instant.parse(file).equals(Instant.parse(stored));
                            case "JSON" -> sameJson(file, stored);
                            default -> Json.same(file, stored);
                        };
        assertThat(equal).as("%s: file has %s, table has %s", what, file, stored).isTrue();
    }

    /** A line that was written before the column became JSON has the text as it was. */
    private static boolean sameJson(String file, String stored) {
        return file.equals(stored)
                || Json.parse(stored) instanceof Json.Text text && text.text().equals(file);
    }
}
