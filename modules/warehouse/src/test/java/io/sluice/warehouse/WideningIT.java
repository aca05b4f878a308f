package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.BOOL;
import static io.sluice.warehouse.Schemas.DECIMAL0;
import static io.sluice.warehouse.Schemas.DECIMAL18;
import static io.sluice.warehouse.Schemas.DECIMAL9;
import static io.sluice.warehouse.Schemas.DOUBLE;
import static io.sluice.warehouse.Schemas.HUGE;
import static io.sluice.warehouse.Schemas.INSTANT;
import static io.sluice.warehouse.Schemas.JSON;
import static io.sluice.warehouse.Schemas.LONG_TEXT;
import static io.sluice.warehouse.Schemas.TEXT;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.rows.Padding;
import io.sluice.schema.Facts;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A table that was widened holds what one holds that had the wide type from the start. */
class WideningIT {
    private static final List<String> BOOLS = List.of("true", "false", "~N~");
    private static final List<String> INTS =
            List.of("0", "7", "-9223372036854775808", "9223372036854775807", "~N~");
    private static final List<String> SMALL_INTS = List.of("0", "-7", "9007199254740992");
    private static final List<String> DOUBLES =
            List.of(
                    "8.5",
                    "-0.1",
                    "0.30000000000000004",
                    "123456789.123456",
                    "1" + "0".repeat(22),
                    "0.000001",
                    "~N~");
    private static final List<String> ANY_DOUBLES =
            Stream.concat(
                            DOUBLES.stream(),
                            Stream.of("0." + "0".repeat(323) + "5", "1" + "0".repeat(308)))
                    .toList();
    private static final List<String> DECIMALS =
            List.of("12345678901234567890.00005", "-1.5", "3", "~N~");
    private static final List<String> INSTANTS =
            List.of(
                    "\"2015-01-01T00:31:32Z\"",
                    "\"2015-01-01T00:31:32.5Z\"",
                    "\"0001-01-01T00:00:00.000001Z\"",
                    "\"9999-12-31T23:59:59.999999Z\"",
                    "\"2020-02-29T10:00:00.1201Z\"",
                    "~N~");
    private static final List<String> TEXTS =
            List.of("\"\"", "\"a\"\"b,\n\\\"", "\"7\"", "\"true\"", "\"ü😀\t\"", "~N~");

    static Stream<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        add(pairs, BOOL, BOOLS, TEXT, JSON, BIGINT, INSTANT);
        add(pairs, BIGINT, SMALL_INTS, DOUBLE, DECIMAL0, DECIMAL9, DECIMAL18, HUGE);
        add(pairs, BIGINT, INTS, DECIMAL0, DECIMAL9, HUGE, TEXT, LONG_TEXT, BOOL, INSTANT, JSON);
        add(pairs, DOUBLE, DOUBLES, DECIMAL9);
        add(pairs, DOUBLE, ANY_DOUBLES, HUGE, TEXT, BOOL, INSTANT, JSON);
        add(pairs, DECIMAL0, INTS, DECIMAL9, TEXT, JSON);
        add(pairs, DECIMAL9, DECIMALS, HUGE, TEXT, JSON, BOOL);
        add(pairs, DECIMAL18, List.of("1.000000000000005", "0.5"), HUGE, TEXT, JSON);
        add(pairs, HUGE, INTS, TEXT, BOOL, JSON);
        add(pairs, INSTANT, INSTANTS, TEXT, BIGINT, BOOL, JSON);
        add(pairs, TEXT, TEXTS, LONG_TEXT, BIGINT, INSTANT, JSON);
        add(pairs, BOOL.join(BIGINT), List.of("true", "7", "~N~"), TEXT, JSON);
        List<String> mixed = new ArrayList<>(TEXTS);
        mixed.addAll(List.of("7", "true", "8.5"));
        add(pairs, TEXT.join(BIGINT).join(BOOL).join(DOUBLE), mixed, INSTANT, JSON);
        List<String> times = new ArrayList<>(INSTANTS);
        times.addAll(INTS);
        add(pairs, INSTANT.join(BIGINT), times, JSON);
        return pairs.stream();
    }

    private static void add(List<Arguments> pairs, Facts from, List<String> fields, Facts... to) {
        for (Facts wider : to) {
            pairs.add(Arguments.of(from, from.join(wider), fields));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void keepsEveryValue(Facts from, Facts to, List<String> fields) {
        TestWarehouse test = new TestWarehouse();
        try (var warehouse = test.warehouse) {
            TableUid uid = Schemas.uid();
            TableSchema narrow = test.know(Schemas.schema(uid, 1, from));
            TableSchema wide = test.know(Schemas.schema(uid, 2, to));
            TableSchema fresh = test.know(Schemas.schema(Schemas.uid(), 2, to));
            List<String> lines = fields.stream().map(it -> TestWarehouse.line(narrow, it)).toList();
            byte[] padded =
                    Padding.between(narrow, wide)
                            .apply(String.join("", lines).getBytes(StandardCharsets.UTF_8));

            test.load(test.unit(narrow, lines));
            test.load(test.unit(wide, List.of(TestWarehouse.line(wide, "~N~"))));
            // An old unit that comes late finds the wide table.
            List<String> late = fields.stream().map(it -> TestWarehouse.line(narrow, it)).toList();
            test.load(test.unit(narrow, late));
            test.load(test.unit(fresh, lines.size(), 0, padded));

            String all = "SELECT a::text FROM %s ORDER BY _offset";
            List<String> expected = test.texts(all.formatted(fresh.name()));
            assertThat(expected).hasSize(fields.size());
            List<String> widened = test.texts(all.formatted(wide.name()));
            assertThat(widened.subList(0, fields.size())).isEqualTo(expected);
            assertThat(widened.subList(fields.size() + 1, widened.size())).isEqualTo(expected);
            assertThat(warehouse.reload("app", uid, TimeRange.ALL, test, (read, of) -> {}).same())
                    .isTrue();
            assertThat(warehouse.tables("app"))
                    .filteredOn(it -> it.uid().equals(uid))
                    .singleElement()
                    .satisfies(
                            it -> {
                                assertThat(it.version()).isEqualTo(2);
                                assertThat(it.rows()).isEqualTo(2L * fields.size() + 1);
                                assertThat(it.columns().getLast().path()).isEqualTo("/body/a");
                            });
        }
    }
}
