package io.sluice.sqlizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sluice.devstack.ForeignRecord;
import io.sluice.events.DeadLetter;
import io.sluice.events.DuplicateKeys;
import io.sluice.kafka.KafkaSettings;
import io.sluice.rows.LineShape;
import io.sluice.rows.RowReader;
import io.sluice.rows.RowsHeader;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Settings;
import io.sluice.schema.Evolution;
import io.sluice.schema.Fit;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Any record on an events topic ends as rows and dead letters that add up, after no more than two
 * questions to the registry; see {@link ForeignRecord} for the form of the input.
 */
class ChunkFuzzTest {
    private static final String APP = "app";
    private static final int MAX_DEAD = 100;
    private static final int SYSTEM = SystemColumn.values().length;

    private final KafkaSettings kafka = new KafkaSettings("none:1", 1024, Map.of());

    @FuzzTest
    void everyEventIsARowOrALetter(byte[] input) {
        ConsumerRecord<byte[], byte[]> record = ForeignRecord.of(input, "sluice.app.events");
        for (DuplicateKeys policy : DuplicateKeys.values()) {
            SqlizerSettings settings = settings(policy);
            Tables tables = new Tables(settings);
            ChunkEncoder encoder = new ChunkEncoder(kafka, tables, settings);
            Map<TableKey, TableSchema> registry = new HashMap<>();
            int rounds = 0;
            while (!encoder.encode(APP, record)) {
                assertThat(++rounds).as("questions to the registry").isLessThanOrEqualTo(2);
                Survey survey = new Survey(settings.rules());
                encoder.survey(APP, record, survey);
                widen(registry, survey);
                registry.values().forEach(tables::install);
            }
            assertThat(encoder.rows() + encoder.dead().size()).isEqualTo(encoder.events());
            assertThat(encoder.dead()).hasSizeLessThanOrEqualTo(MAX_DEAD);
            encoder.dead().forEach(this::fits);
            rowsHold(
                    tables,
                    encoder.rows()
                            + encoder.altered().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum());
        }
    }

    private static SqlizerSettings settings(DuplicateKeys policy) {
        String yaml =
                "instances: 1\nmax-dead-per-chunk: %d\nduplicate-keys: %s"
                        .formatted(
                                MAX_DEAD, policy.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Problems problems = new Problems();
        SqlizerSettings settings =
                SqlizerSettings.read(Settings.parse(yaml, Map.of(), problems), Fit.POSTGRESQL);
        problems.orThrow();
        return settings;
    }

    private void fits(DeadLetter letter) {
        assertThat(letter.value().length).isLessThanOrEqualTo(kafka.maxRecordBytes());
        assertThat(letter.detail()).isNotBlank();
        int headers = letter.toHeaders().values().stream().mapToInt(String::length).sum();
        assertThat(headers).isLessThan(KafkaSettings.HEADER_ALLOWANCE / 2);
    }

    private void widen(Map<TableKey, TableSchema> registry, Survey survey) {
        survey.needs()
                .forEach(
                        (key, need) -> {
                            TableSchema known =
                                    registry.computeIfAbsent(key, it -> empty(it, registry.size()));
                            registry.put(
                                    key,
                                    Evolution.widen(known, need.seen(), SchemaRules.DEFAULT)
                                            .orElse(known));
                        });
    }

    private static TableSchema empty(TableKey key, int number) {
        return new TableSchema(
                new TableUid(new UUID(1, number)),
                key.app(),
                key.entype(),
                key.evname(),
                "t" + number,
                0,
                List.of());
    }

    private void rowsHold(Tables tables, int expected) {
        int[] rows = {0};
        for (TableRows table : tables.waiting()) {
            int fields = SYSTEM + table.schema().columns().size();
            table.drain(
                    (header, lines) -> {
                        rows[0] += header.count();
                        holds(header, lines, fields);
                    });
        }
        assertThat(rows[0]).isEqualTo(expected);
    }

    private void holds(RowsHeader header, byte[] lines, int fields) {
        assertThat(LineShape.of(lines)).isEqualTo(LineShape.of(header.count(), fields));
        assertThat(header.withId()).isBetween(0, header.count());
        RowReader reader = new RowReader(lines);
        while (reader.next()) {
            assertThat(reader.fields()).isEqualTo(fields);
            String received = new String(reader.value(SystemColumn._RECEIVED_AT.ordinal()));
            assertThat(received)
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z");
        }
    }
}
