package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.TEXT;
import static io.sluice.warehouse.TestWarehouse.line;
import static io.sluice.warehouse.TestWarehouse.lineWithId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class TableReloadIT {
    private static final String EARLY = "2015-01-01T00:31:32Z";
    private static final String LATE = "2016-06-01T12:00:00Z";

    private final TestWarehouse test = new TestWarehouse();
    private final Warehouse warehouse = test.warehouse;
    private final TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
    private final TableSchema v2 = test.know(Schemas.schema(v1.table(), 2, TEXT, BIGINT));

    /** Three units of two versions, with a duplicate: five rows, and the table at version 2. */
    @BeforeEach
    void load() {
        test.load(
                test.unit(
                        v1,
                        List.of(lineWithId(v1, "1", EARLY, "7"), lineWithId(v1, "2", LATE, "8"))));
        test.load(
                test.unit(
                        v2,
                        List.of(
                                lineWithId(v2, "1", EARLY, "\"again\"", "1"),
                                lineWithId(v2, "3", LATE, "\"text\"", "2"))));
        test.load(test.unit(v1, List.of(line(v1, "9"), line(v1, "~N~"))));
        assertThat(test.count(v1)).isEqualTo(5);
    }

    @AfterEach
    void close() {
        warehouse.close();
    }

    private Reloaded reload(TimeRange range) {
        return warehouse.reload("app", v1.table(), range, test, (read, of) -> {});
    }

    private void damage(String sql) throws SQLException {
        try (Connection connection = TestWarehouse.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql.formatted("app.\"" + v1.name() + '"'));
        }
    }

    private List<String> rows() {
        return test.texts("SELECT t::text FROM %s t ORDER BY _offset".formatted(v1.name()));
    }

    @Test
    void aSoundTableIsTheSameAfterwards() {
        List<String> before = rows();
        Reloaded reloaded = reload(TimeRange.ALL);
        assertThat(reloaded.same()).isTrue();
        assertThat(reloaded.after().rows()).isEqualTo(5);
        assertThat(reloaded.units()).isEqualTo(3);
        assertThat(reloaded.version()).isEqualTo(2);
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void rowsThatWereLostAddedOrChangedAreRightAgainAndViewsStay() throws SQLException {
        List<String> before = rows();
        damage("CREATE VIEW app.v_" + v1.name() + " AS SELECT a FROM %s");
        damage("DELETE FROM %1$s WHERE _id = '3'; UPDATE %1$s SET a = 'other' WHERE _id = '2'");
        damage("INSERT INTO %1$s SELECT * FROM %1$s WHERE _id = '1'");
        Reloaded reloaded = reload(TimeRange.ALL);
        assertThat(reloaded.same()).isFalse();
        assertThat(reloaded.before().rows()).isEqualTo(5);
        assertThat(rows()).isEqualTo(before);
        assertThat(test.texts("SELECT count(*) FROM v_" + v1.name())).containsExactly("5");
    }

    @Test
    void aTableThatWasDroppedComesBackAndGoesOn() throws SQLException {
        List<String> before = rows();
        damage("DROP TABLE %s");
        assertThat(reload(TimeRange.ALL).after().rows()).isEqualTo(5);
        assertThat(rows()).isEqualTo(before);
        LoadUnit again = test.unit(v2, List.of(lineWithId(v2, "3", LATE, "\"text\"", "2")));
        assertThat(test.load(again)).containsExactly(new UnitOutcome(again.id(), false, 1, 0, 1));
    }

    @Test
    void onlyRowsOfTheRangeAreReplaced() throws SQLException {
        damage("DELETE FROM %s");
        TimeRange late = new TimeRange(Optional.of(Instant.parse(LATE)), Optional.empty());
        assertThatThrownBy(() -> new TimeRange(late.from(), late.from()))
                .hasMessageContaining("empty");
        TimeRange year =
                new TimeRange(late.from(), Optional.of(Instant.parse("2017-01-01T00:00:00Z")));
        assertThat(reload(year).after().rows()).isEqualTo(2);
        TimeRange before = new TimeRange(Optional.empty(), late.from());
        assertThat(reload(before).after().rows()).isEqualTo(3);
        assertThat(reload(TimeRange.ALL).same()).isTrue();
    }

    @Test
    void filesThatDoNotGiveTheRowsOfTheLedgerChangeNothing() {
        List<String> before = rows();
        LoadUnit unit = test.unit(v1, List.of(line(v1, "1"), line(v1, "2")));
        test.load(unit);
        LoadUnit other = test.unit(v1, List.of(line(v1, "1")));
        byte[] fewer =
                TestWarehouse.STORE
                        .get(other.bucket(), other.files().getFirst().key())
                        .toCompletableFuture()
                        .join();
        TestWarehouse.STORE
                .put(unit.bucket(), unit.files().getFirst().key(), fewer)
                .toCompletableFuture()
                .join();
        assertThatThrownBy(() -> reload(TimeRange.ALL))
                .hasMessageContaining(
                        "hold 1 rows beside 0 that were refused, where its ledger row says 2");
        assertThat(rows()).hasSize(7).containsAll(before);
    }

    @Test
    void aTableThatWasNeverLoadedIsNamed() {
        TableSchema other = Schemas.schema(Schemas.uid(), 1, BIGINT);
        assertThatThrownBy(
                        () ->
                                warehouse.reload(
                                        "app",
                                        other.table(),
                                        TimeRange.ALL,
                                        test,
                                        (read, of) -> {}))
                .hasMessageContaining("nothing of table " + other.table());
    }
}
