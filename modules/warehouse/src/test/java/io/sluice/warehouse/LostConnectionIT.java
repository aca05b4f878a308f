package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.TEXT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableSchema;
import io.sluice.warehouse.CuttingProxy.Cut;
import io.sluice.warehouse.WarehouseException.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Whenever a connection is lost, loading the units again loads each once. */
class LostConnectionIT {
    private static final int ROWS = 20_000;

    @ParameterizedTest
    @EnumSource(names = {"AMID_COPY", "BEFORE_COMMIT", "AFTER_COMMIT"})
    void healsExactlyOnce(Cut cut) throws Exception {
        TestWarehouse test = new TestWarehouse();
        try (CuttingProxy proxy = new CuttingProxy(TestWarehouse.STACK.postgresPort());
                PostgresWarehouse warehouse =
                        new PostgresWarehouse(through(proxy), TestWarehouse.STORE);
                Warehouse other = test.warehouse) {
            TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT, TEXT);
            TableSchema v2 = Schemas.schema(v1.table(), 2, BIGINT.join(TEXT), TEXT, BIGINT);
            // So that the app's own set-up is not what is cut.
            warehouse.load(List.of(unit(test, v1, 1)), test);
            List<LoadUnit> units = List.of(unit(test, v2, ROWS), unit(test, v2, ROWS));
            proxy.next(cut);
            assertThatThrownBy(() -> warehouse.load(units, test))
                    .isInstanceOfSatisfying(
                            WarehouseException.class,
                            it -> assertThat(it.kind()).isEqualTo(Kind.OUTAGE));
            assertThat(proxy.cuts).hasValue(1);
            List<UnitOutcome> again = warehouse.load(units, test);
            assertThat(again)
                    .extracting(UnitOutcome::skipped)
                    .containsOnly(cut == Cut.AFTER_COMMIT);
            assertThat(again).extracting(UnitOutcome::loaded).containsOnly((long) ROWS);
            assertThat(other.load(units, test)).extracting(UnitOutcome::skipped).containsOnly(true);
            assertThat(test.count(v1)).isEqualTo(2L * ROWS + 1);
        }
    }

    @Test
    void sessionsEndedByTheServerAreAnOutage() throws Exception {
        TestWarehouse test = new TestWarehouse();
        try (Warehouse warehouse = test.warehouse) {
            TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT, TEXT);
            test.load(unit(test, v1, 1));
            List<LoadUnit> units = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                units.add(unit(test, v1, 1_000));
            }
            int failures = 0;
            for (LoadUnit unit : units) {
                Thread killer = Thread.ofVirtual().start(LostConnectionIT::killAll);
                boolean loaded = false;
                while (!loaded) {
                    try {
                        loaded = warehouse.load(List.of(unit), test).getFirst().loaded() == 1_000;
                    } catch (WarehouseException failed) {
                        assertThat(failed.kind()).isEqualTo(Kind.OUTAGE);
                        failures++;
                    }
                }
                killer.join();
            }
            assertThat(failures).isPositive();
            assertThat(test.count(v1)).isEqualTo(20_001);
        }
    }

    private static void killAll() {
        try (var connection = TestWarehouse.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE application_name LIKE 'sluice %'");
        } catch (java.sql.SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static LoadUnit unit(TestWarehouse test, TableSchema schema, int rows) {
        return test.unit(
                schema,
                IntStream.range(0, rows)
                        .mapToObj(
                                i ->
                                        schema.version() == 1
                                                ? TestWarehouse.line(schema, "" + i, "\"t\"")
                                                : TestWarehouse.line(
                                                        schema, "\"x\"", "\"t\"", "" + i))
                        .toList());
    }

    private static WarehouseSettings through(CuttingProxy proxy) {
        WarehouseSettings direct = TestWarehouse.settings();
        return WarehouseSettings.of(
                "jdbc:postgresql://127.0.0.1:%d/warehouse".formatted(proxy.port()),
                direct.user(),
                direct.password());
    }
}
