package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.Column;
import io.sluice.schema.Fit;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** The core as a whole: events through deciders and encoders, and back. */
class CoreTest {
    private static final int SYSTEM = SystemColumn.values().length;

    @Test
    void anyOrderAndAnyNumberOfDecidersGiveTheSameSchema() {
        qt().withExamples(300)
                .forAll(longs().all(), integers().between(1, 8))
                .checkAssert(
                        (seed, deciders) -> {
                            Random random = new Random(seed);
                            List<String> events = RandomEvents.of(random, 40);
                            TableSchema one =
                                    new Deciders(1, SchemaRules.DEFAULT).decide(events, random);
                            Collections.shuffle(events, random);
                            TableSchema many =
                                    new Deciders(deciders, SchemaRules.DEFAULT)
                                            .decide(events, random);
                            assertThat(types(many)).isEqualTo(types(one));
                            assertThat(many.columns().stream().map(Column::name))
                                    .doesNotHaveDuplicates();
                        });
    }

    @Test
    void everyValueCanBeReadBack() {
        qt().withExamples(500)
                .forAll(longs().all())
                .checkAssert(
                        seed -> {
                            Random random = new Random(seed);
                            List<String> events = RandomEvents.of(random, 12);
                            SchemaRules rules =
                                    new SchemaRules(
                                            1 + random.nextInt(4),
                                            true,
                                            1 + random.nextInt(30),
                                            Fit.POSTGRESQL);
                            TableSchema schema = new Deciders(1, rules).decide(events, random);
                            for (String event : events) {
                                Decoded.row(schema, Rows.encode(event, schema, rules))
                                        .holds(event, rules);
                            }
                        });
    }

    @Test
    void paddingAnOldRowGivesTheRowOfTheNewVersion() {
        qt().withExamples(300)
                .forAll(longs().all())
                .checkAssert(
                        seed -> {
                            Random random = new Random(seed);
                            Deciders deciders = new Deciders(1, SchemaRules.DEFAULT);
                            List<String> first = RandomEvents.of(random, 5);
                            TableSchema old = deciders.decide(first, random);
                            TableSchema now = deciders.decide(RandomEvents.of(random, 20), random);
                            for (String event : first) {
                                byte[] padded =
                                        Padding.between(old, now)
                                                .apply(
                                                        Rows.encode(
                                                                event, old, SchemaRules.DEFAULT));
                                assertThat(fields(padded))
                                        .isEqualTo(
                                                fields(
                                                        Rows.encode(
                                                                event, now, SchemaRules.DEFAULT)));
                            }
                        });
    }

    @Test
    void aRowIsPlainText() {
        String event =
                "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"m\",\"id\":\"e\\\"1\",\"body\":{\"level\":7,\"name\":\"a"
                    + " \\\"b\\\"\",\"ok\":false,\"at\":\"2015-01-01T01:31:32.50+01:00\",\"list\":[1,\"x\"],\"none\":null,\"d\":1.50},\"more\":1}";
        TableSchema schema =
                new Deciders(1, SchemaRules.DEFAULT).decide(List.of(event), new Random(1));
        assertThat(new String(Rows.encode(event, schema, SchemaRules.DEFAULT), UTF_8))
                .isEqualTo(
                        "\"e\"\"1\",\"2015-01-01T00:31:32Z\",\"1970-01-01T00:00:01Z\",1,\"t\",3,77,0,\"{\"\"/more\"\":1}\",7,\"a"
                            + " \"\"b\"\"\",false,\"2015-01-01T00:31:32.5Z\",\"[1,\"\"x\"\"]\",1.5\n");
    }

    @Test
    void theMarkerOfNullIsNeverTheTextOfAColumn() {
        String event =
                "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"m\",\"body\":{\"a\":\"~N~\",\"b\":\"\\u007eN~\",\"c\":\"\"}}";
        TableSchema schema =
                new Deciders(1, SchemaRules.DEFAULT).decide(List.of(event), new Random(1));
        assertThat(new String(Rows.encode(event, schema, SchemaRules.DEFAULT), UTF_8))
                .endsWith(
                        ",\"{\"\"/body/a\"\":\"\"~N~\"\",\"\"/body/b\"\":\"\"\\u007eN~\"\"}\",~N~,~N~,\"\"\n");
    }

    @Test
    void aNulCharacterIsTakenOutAndNoted() {
        String event =
                "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"m\",\"body\":{\"a\":\"x\\u0000y\",\"b\":[\"\\u0000\\\\u0000\"]}}";
        TableSchema schema =
                new Deciders(1, SchemaRules.DEFAULT).decide(List.of(event), new Random(1));
        assertThat(new String(Rows.encode(event, schema, SchemaRules.DEFAULT), UTF_8))
                .endsWith(",\"xy\",\"[\"\"\\\\u0000\"\"]\"\n");
        assertThat(Rows.alterations(event, schema, SchemaRules.DEFAULT))
                .extracting(Alteration::path)
                .containsExactly("/body/a", "/body/b");
    }

    private static Map<String, LogicalType> types(TableSchema schema) {
        return schema.columns().stream().collect(Collectors.toMap(Column::path, Column::type));
    }

    private static List<String> fields(byte[] line) {
        RowReader row = new RowReader(line);
        assertThat(row.next()).isTrue();
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.fields(); i++) {
            boolean version = i == SystemColumn._SCHEMA_VERSION.ordinal();
            fields.add(version ? "" : row.quoted(i) + new String(row.value(i), UTF_8));
        }
        assertThat(fields).hasSizeGreaterThanOrEqualTo(SYSTEM);
        return fields;
    }
}
