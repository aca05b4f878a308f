package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A database whose settings change what values look like and what SQL means. */
class SessionSettingsIT {
    private static final List<String> SETTINGS =
            List.of(
                    "TimeZone = 'Asia/Kolkata'",
                    "DateStyle = 'SQL, DMY'",
                    "extra_float_digits = -15",
                    "standard_conforming_strings = off",
                    "quote_all_identifiers = on",
                    "search_path = pg_catalog",
                    "default_transaction_isolation = 'repeatable read'");

    private static final String PATH = "/body/it's \\ \\'";

    @BeforeEach
    void set() throws SQLException {
        for (String setting : SETTINGS) {
            alter("SET " + setting);
        }
    }

    @AfterEach
    void reset() throws SQLException {
        alter("RESET ALL");
    }

    @Test
    void valuesAndPathsStayTheSame() {
        TestWarehouse test = new TestWarehouse();
        try (var warehouse = test.warehouse) {
            TableUid uid = Schemas.uid();
            TableSchema narrow = schema(uid, 1, Schemas.DOUBLE, Schemas.INSTANT);
            TableSchema wide =
                    schema(
                            test.know(narrow).table(),
                            2,
                            Schemas.DOUBLE.join(Schemas.HUGE),
                            Schemas.INSTANT.join(Schemas.TEXT));
            String first =
                    TestWarehouse.line(
                            narrow, "0.30000000000000004", "\"2015-01-02T00:31:32.000001Z\"");
            test.load(test.unit(narrow, List.of(first)));
            String second = TestWarehouse.line(test.know(wide), "~N~", "\"\\\"");
            test.load(test.unit(wide, List.of(second)));

            assertThat(test.texts("SELECT concat(a, b) FROM " + wide.name() + " ORDER BY _offset"))
                    .containsExactly("0.300000000000000042015-01-02T00:31:32.000001Z", "\\");
            assertThat(warehouse.tables("app"))
                    .filteredOn(it -> it.uid().equals(uid))
                    .singleElement()
                    .extracting(it -> it.columns().reversed().get(1).path())
                    .isEqualTo(PATH);
        }
    }

    private static TableSchema schema(TableUid uid, int version, Facts a, Facts b) {
        TableSchema plain = Schemas.schema(uid, version, a, b);
        List<Column> columns = List.of(new Column(PATH, "a", a), new Column("/body/b", "b", b));
        return new TableSchema(
                uid, plain.app(), plain.entype(), plain.evname(), plain.name(), version, columns);
    }

    private static void alter(String what) throws SQLException {
        try (Connection connection = TestWarehouse.connect();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE warehouse " + what);
        }
    }
}
