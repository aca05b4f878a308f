package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.load.FileBooks;
import io.sluice.app.values.Rig.Place;
import io.sluice.rows.KeptValue;
import io.sluice.schema.Column;
import io.sluice.schema.TableSchema;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.StoredTable.StoredColumn;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Proves all rows of an app against the events on its topic, each row by the event whose place it
 * names.
 *
 * @param loaded the rows of each event, by the text of the event
 * @param leaves how many leaves were found again
 * @param altered how many alterations were noted, all of them rightly
 */
record AppProof(
        List<StoredTable> tables, Map<String, List<Loaded>> loaded, long leaves, long altered) {
    /** A row and the table that it is in. */
    record Loaded(StoredTable table, StoredRow row, List<Alterations.Noted> alterations) {}

    static AppProof of(Rig rig, String app) throws SQLException {
        Map<Place, String> events = rig.events(app);
        List<StoredTable> tables = rig.installation().warehouse().tables(app);
        Map<String, TableSchema> schemas = schemas(rig, app);
        List<String> complaints = new ArrayList<>();
        Map<String, List<Loaded>> loaded = new HashMap<>();
        long leaves = 0;
        try (Connection warehouse = rig.warehouse()) {
            Alterations alterations = alterations(warehouse, app, tables);
            KeptPieces kept = KeptPieces.read(warehouse, app, tables);
            for (StoredTable table : tables) {
                TableSchema schema = schemas.get(table.name());
                checkNames(table, schema);
                if (table.name().equals(FileBooks.ALTERATIONS)
                        || table.name().equals(KeptValue.TABLE)) {
                    continue;
                }
                for (StoredRow row : StoredRow.read(warehouse, app, table)) {
                    String event = events.get(row.place());
                    assertThat(event).as("event of %s", row).isNotNull();
                    loaded.computeIfAbsent(event, text -> new ArrayList<>())
                            .add(new Loaded(table, row, List.copyOf(alterations.of(row.place()))));
                    checkKind(schema, event);
                    RowProof proof = new RowProof(table.name(), row, alterations, kept);
                    complaints.addAll(proof.against(event));
                    leaves += proof.leaves();
                }
            }
            Set<Place> places = places(loaded);
            events.keySet().stream()
                    .filter(place -> !places.contains(place))
                    .forEach(alterations::claimDuplicate);
            assertThat(complaints).isEmpty();
            assertThat(alterations.rest()).as("alterations of nothing").isEmpty();
            return new AppProof(tables, loaded, leaves, alterations.claimed());
        }
    }

    private static Set<Place> places(Map<String, List<Loaded>> loaded) {
        return loaded.values().stream()
                .flatMap(List::stream)
                .map(it -> it.row().place())
                .collect(Collectors.toSet());
    }

    /** How many rows there are. */
    long rows() {
        return loaded.values().stream().mapToLong(List::size).sum();
    }

    private static Map<String, TableSchema> schemas(Rig rig, String app) {
        return rig
                .installation()
                .registry()
                .tables(app)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .stream()
                .collect(Collectors.toMap(TableSchema::name, it -> it));
    }

    private static Alterations alterations(
            Connection warehouse, String app, List<StoredTable> tables) throws SQLException {
        for (StoredTable table : tables) {
            if (table.name().equals(FileBooks.ALTERATIONS)) {
                return new Alterations(StoredRow.read(warehouse, app, table));
            }
        }
        return new Alterations(List.of());
    }

    /** Path and name lead to each other, in the registry as in the warehouse. */
    private static void checkNames(StoredTable table, TableSchema schema) {
        List<StoredColumn> data =
                table.columns().stream().filter(it -> !it.path().isEmpty()).toList();
        assertThat(data.stream().map(StoredColumn::path)).doesNotHaveDuplicates();
        Map<String, String> names =
                schema.columns().stream().collect(Collectors.toMap(Column::path, Column::name));
        assertThat(data).allSatisfy(it -> assertThat(names).containsEntry(it.path(), it.name()));
        assertThat(data).allSatisfy(it -> assertThat(it.name()).matches("[a-z_][a-z0-9_]{0,62}"));
    }

    private static void checkKind(TableSchema schema, String event) {
        Json.Obj sent = (Json.Obj) Json.parse(event);
        assertThat(List.of(text(sent, "entype"), text(sent, "evname")))
                .isEqualTo(List.of(schema.entype(), schema.evname()));
    }

    private static String text(Json.Obj event, String member) {
        return ((Json.Text) event.get(member).orElseThrow()).text();
    }
}
