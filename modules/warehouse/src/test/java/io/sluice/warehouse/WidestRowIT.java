package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Facts;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A row of as many columns as we allow fits PostgreSQL's page, whatever the values. */
class WidestRowIT {
    @ParameterizedTest
    @ValueSource(ints = {1, 17, 18, 19, 22, 23, 24, 25, 31, 100, 126, 127, 3000})
    void fitsWithTexts(int length) {
        check(Schemas.TEXT, "\"" + "ü".repeat(length / 2) + "x".repeat(length % 2) + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807",
                "12345678901234567890123456789012345678",
                "1234567890123456789.9999999999999999"
            })
    void fitsWithNumbers(String number) {
        check(number.contains(".") ? Schemas.DECIMAL18 : Schemas.DECIMAL0, number);
    }

    private static void check(Facts facts, String field) {
        TestWarehouse test = new TestWarehouse();
        try (var warehouse = test.warehouse) {
            int width = warehouse.dialect().maxColumns();
            Facts[] all = Collections.nCopies(width, facts).toArray(Facts[]::new);
            TableSchema schema = Schemas.schema(Schemas.uid(), 1, all);
            String[] fields = IntStream.range(0, width).mapToObj(i -> field).toArray(String[]::new);
            String line =
                    TestWarehouse.line(schema, fields)
                            .replaceFirst("~N~", "\"" + "i".repeat(24) + "\"")
                            .replaceFirst("~N~", "\"" + "{}" + " ".repeat(21) + "\"");
            assertThat(
                            test.load(
                                    test.unit(
                                            schema,
                                            1,
                                            0,
                                            line.getBytes(
                                                    java.nio.charset.StandardCharsets.UTF_8))))
                    .extracting(UnitOutcome::loaded)
                    .isEqualTo(List.of(1L));
        }
    }
}
