package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import io.sluice.schema.Fit;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Rows for Redshift hold nothing that Redshift refuses or changes, by rules written here anew; and
 * what was put elsewhere is whole there.
 */
class RedshiftFitTest {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(1_000)
                                    .maxNumberLength(1_000_000)
                                    .build())
                    .build();

    @Test
    void noRowHoldsWhatRedshiftRefuses() {
        qt().withExamples(200)
                .forAll(longs().all())
                .checkAssert(
                        seed -> {
                            Random random = new Random(seed);
                            List<String> events =
                                    RandomEvents.of(random, 8).stream()
                                            .map(event -> swollen(event, random))
                                            .toList();
                            SchemaRules rules =
                                    new SchemaRules(
                                            1 + random.nextInt(4),
                                            true,
                                            1 + random.nextInt(30),
                                            Fit.REDSHIFT);
                            TableSchema schema = new Deciders(1, rules).decide(events, random);
                            events.forEach(event -> check(event, schema, rules));
                        });
    }

    private static void check(String event, TableSchema schema, SchemaRules rules) {
        RowBuffer out = new RowBuffer(16);
        RowEncoder encoder = Rows.encoded(event, schema, rules, out);
        byte[] line = out.toByteArray();
        holdsOnlyWhatFits(schema, line);
        Decoded.row(schema, line, encoder.kept()).holds(event, rules);
        assertThat(encoder.alterations())
                .extracting(Alteration::path)
                .containsAll(encoder.kept().stream().map(KeptValue::path).toList());
    }

    /** Some scalar becomes a monster. */
    private static String swollen(String event, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> event.replaceFirst("\"text\"", text("w", 65_535 + random.nextInt(2)));
            case 1 -> event.replaceFirst("\"text\"", text("€", 21_845 + random.nextInt(3)));
            case 2 -> event.replaceFirst("7", "9".repeat(37 + random.nextInt(3)));
            case 3 -> event.replaceFirst("\\[1,", "[1," + text("é", 40_000) + ",");
            case 4 -> {
                // The door takes 1,002 levels, those of the event itself included.
                int depth = 1_000 - nesting(event);
                yield event.replaceFirst("\\[\\]", "[".repeat(depth) + "]".repeat(depth));
            }
            case 5 -> event.replaceFirst("\\[1,", "[" + (text("j", 60_000) + ",").repeat(17));
            case 6 -> event.replaceFirst("\"a\":", text("k", 70_000) + ":1,\"a\":");
            case 7 -> event.replaceFirst("true", "1." + "3".repeat(66_000));
            default -> event.replaceFirst("\"x.u0000y\"", text("\\\\u0000n", 65_536));
        };
    }

    private static int nesting(String event) {
        int open = 0;
        for (char c : event.substring(0, Math.max(0, event.indexOf("[]"))).toCharArray()) {
            open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        }
        return Math.max(0, open - 2);
    }

    private static String text(String of, int times) {
        return "\"" + of.repeat(times) + "\"";
    }

    private static void holdsOnlyWhatFits(TableSchema schema, byte[] line) {
        assertThat(line.length).isLessThan(8_000_000);
        RowReader row = new RowReader(line);
        assertThat(row.next()).isTrue();
        for (int field = 0; field < row.fields(); field++) {
            if (!row.isNull(field)) {
                fits(type(schema, field), row.value(field));
            }
        }
    }

    private static LogicalType type(TableSchema schema, int field) {
        SystemColumn[] system = SystemColumn.values();
        return field < system.length
                ? system[field].type()
                : schema.columns().get(field - system.length).type();
    }

    private static void fits(LogicalType type, byte[] value) {
        switch (type) {
            case LogicalType.Varchar text -> {
                assertThat(text.maxBytes()).isLessThanOrEqualTo(65_535);
                assertThat(value.length).isLessThanOrEqualTo(text.maxBytes());
            }
            case LogicalType.Json json -> {
                assertThat(value.length).isLessThanOrEqualTo(1_048_576);
                fitsSuper(new String(value, UTF_8));
            }
            case LogicalType.BigInt whole -> Long.parseLong(new String(value, UTF_8));
            default -> assertThat(value.length).isLessThan(500);
        }
    }

    private static void fitsSuper(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken at = parser.nextToken(); at != null; at = parser.nextToken()) {
                if (at == JsonToken.VALUE_STRING || at == JsonToken.FIELD_NAME) {
                    assertThat(parser.getText().getBytes(UTF_8).length).isLessThanOrEqualTo(65_535);
                } else if (at.isNumeric() && parser.getText().length() > 40) {
                    double nearest = Double.parseDouble(parser.getText());
                    assertThat(new java.math.BigDecimal(Double.toString(nearest)))
                            .isEqualByComparingTo(parser.getText());
                }
            }
        } catch (IOException refused) {
            throw new AssertionError(refused);
        }
    }
}
