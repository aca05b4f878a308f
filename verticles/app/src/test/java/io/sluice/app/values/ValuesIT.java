package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.ChosenWarehouse;
import io.sluice.app.books.AppBooks;
import io.sluice.app.values.AppProof.Loaded;
import io.sluice.app.values.ValuesPage.Outcome;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.StoredTable.StoredColumn;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every situation of {@code docs/values.md} through the whole system: in at the door, read back
 * from PostgreSQL.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValuesIT {
    private static final String APP = "values";
    private static final int LARGE = 1024 * 1024;
    private static final int MOST_KINDS = 4;
    private static final Path PAGE = Path.of("../../docs/values.md");

    private final Map<Situation, Map<Integer, String>> refused = new LinkedHashMap<>();
    private Rig rig;
    private AppProof proof;
    private int sent;

    @BeforeAll
    void load() throws Exception {
        List<Situation> situations =
                Stream.of(
                                NumberSituations.all(),
                                TextSituations.all(),
                                TimeSituations.all(),
                                KindSituations.all(),
                                ShapeSituations.all(),
                                NameSituations.all())
                        .flatMap(List::stream)
                        .toList();
        rig = Rig.start(ChosenWarehouse.rules(), APP);
        for (Situation situation : situations) {
            refused.put(situation, new HashMap<>());
            if (situation.events().size() > 1 && !ofTables(situation)) {
                refused.put(situation.reversed(), new HashMap<>());
            }
        }
        // What comes later finds tables that hold rows, and columns of the type of those rows.
        for (Situation situation : refused.keySet()) {
            send(situation, 0, 1);
        }
        rig.settle(APP);
        for (Situation situation : refused.keySet()) {
            int second = Math.min(2, situation.events().size());
            send(situation, 1, ofTables(situation) ? second : situation.events().size());
        }
        rig.settle(APP);
        // The first kind to come has the plain name of a table: one after the other, for the page.
        for (int i = 2; i < MOST_KINDS; i++) {
            for (Situation situation : refused.keySet()) {
                if (ofTables(situation) && i < situation.events().size()) {
                    send(situation, i, i + 1);
                }
            }
            rig.settle(APP);
        }
        proof = AppProof.of(rig, APP);
    }

    @AfterAll
    void close() {
        if (rig != null) {
            rig.close();
        }
    }

    private static boolean ofTables(Situation situation) {
        return situation.group().equals(NameSituations.TABLES);
    }

    private void send(Situation situation, int from, int to)
            throws IOException, InterruptedException {
        int bytes = situation.events().stream().mapToInt(String::length).sum();
        if (to - from > 1 && bytes > LARGE) {
            send(situation, from, from + 1);
            send(situation, from + 1, to);
            return;
        }
        if (from == to) {
            return;
        }
        Json.Obj answer = rig.send(APP, situation.events().subList(from, to));
        sent += to - from;
        for (Json error : ((Json.Array) answer.get("errors").orElseThrow()).elements()) {
            Json.Obj it = (Json.Obj) error;
            int position =
                    Integer.parseInt(((Json.Num) it.get("position").orElseThrow()).spelled());
            refused.get(situation)
                    .put(from + position, ((Json.Text) it.get("code").orElseThrow()).text());
        }
    }

    @Test
    void theBooksBalanceAndEveryAlterationIsCounted() {
        AppBooks books = rig.books(APP);
        assertThat(books.accepted() + books.refused()).isEqualTo(sent);
        assertThat(books.loaded()).isEqualTo(proof.rows());
        assertThat(books.duplicates()).isEqualTo(2);
        assertThat(books.dead()).isZero();
        assertThat(books.altered()).isEqualTo(proof.altered()).isPositive();
        System.out.printf("%d events, %d rows, %d leaves%n", sent, proof.rows(), proof.leaves());
    }

    @Test
    void eachEventIsARowOrRefusedOrADuplicate() throws IOException {
        Map<Situation, List<Outcome>> shown = new LinkedHashMap<>();
        Map<String, List<Loaded>> rows = new HashMap<>();
        proof.loaded().forEach((event, its) -> rows.put(event, new ArrayList<>(its)));
        refused.forEach(
                (situation, codes) -> {
                    List<Outcome> outcomes = outcomes(situation, codes, rows);
                    if (!situation.name().endsWith(" reversed")) {
                        shown.put(situation, outcomes);
                    }
                });
        assertThat(rows.values()).allMatch(List::isEmpty);
        if (ChosenWarehouse.isRedshift()) {
            // The page tells PostgreSQL's types; that the values are right, the proof has shown.
            return;
        }
        String page = new ValuesPage(shown).text();
        if (System.getProperty("sluice.docs", "").equals("write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }

    private static List<Outcome> outcomes(
            Situation situation, Map<Integer, String> codes, Map<String, List<Loaded>> rows) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < situation.events().size(); i++) {
            List<Loaded> its = rows.getOrDefault(situation.events().get(i), List.of());
            if (codes.containsKey(i)) {
                outcomes.add(new Outcome.Refused(codes.get(i)));
            } else if (its.isEmpty()) {
                outcomes.add(new Outcome.Duplicate());
            } else {
                outcomes.add(new Outcome.Row(its.removeFirst()));
            }
        }
        return outcomes;
    }

    @Test
    void instantsAreTheSameInAnySessionTimeZone() throws SQLException {
        String sql =
                "SELECT v FROM \"values\"._e_s__timestamps_rfc_3339_with_a_zone ORDER BY _position";
        for (String zone : List.of("UTC", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia")) {
            List<Instant> found = new ArrayList<>();
            try (Connection warehouse = rig.warehouse();
                    Statement statement = warehouse.createStatement()) {
                statement.execute("SET TIME ZONE '" + zone + "'");
                try (ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        found.add(rows.getObject(1, OffsetDateTime.class).toInstant());
                    }
                }
            }
            assertThat(found)
                    .containsExactlyInAnyOrder(
                            Instant.parse("2015-01-01T00:31:32Z"),
                            Instant.parse("2015-01-01T00:31:32.500Z"));
        }
    }

    @Test
    void typesDoNotDependOnTheOrderOfEvents() {
        Map<String, Map<String, String>> types = new HashMap<>();
        for (StoredTable table : proof.tables()) {
            Map<String, String> columns = new TreeMap<>();
            table.columns().stream()
                    .filter(it -> !it.path().isEmpty())
                    .forEach((StoredColumn it) -> columns.put(it.path(), it.type()));
            types.put(table.name(), columns);
        }
        Set<String> turned = Set.copyOf(types.keySet());
        assertThat(turned)
                .filteredOn(name -> name.startsWith("_e_s__reversed_"))
                .hasSizeGreaterThan(100)
                .allSatisfy(
                        name ->
                                assertThat(types.get(name))
                                        .isEqualTo(types.get(name.replace("reversed_", ""))));
    }
}
