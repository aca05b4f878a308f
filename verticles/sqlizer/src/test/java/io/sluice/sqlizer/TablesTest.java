package io.sluice.sqlizer;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.kafka.KafkaSettings;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

class TablesTest {
    private final SqlizerSettings settings = SqlizerSettings.of(1);
    private final Tables tables = new Tables(settings);
    private final ChunkEncoder encoder =
            new ChunkEncoder(KafkaSettings.of("none:1"), tables, settings);

    private boolean encode(String lines) {
        return encoder.encode(
                "app",
                new ConsumerRecord<>("sluice.app.events", 0, 0, null, lines.getBytes(UTF_8)));
    }

    private void install(int table, int columns) {
        tables.install(
                new TableSchema(
                        new TableUid(new UUID(1, table)),
                        "app",
                        "t" + table,
                        "x",
                        "t" + table,
                        1,
                        IntStream.range(0, columns)
                                .mapToObj(i -> new Column("/body/c" + i, "c" + i, Facts.OF_INT64))
                                .toList()));
    }

    private static String events(int table, int count) {
        return ("{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"t"
                        + table
                        + "\",\"evname\":\"x\",\"body\":{}}\n")
                .repeat(count);
    }

    @Test
    void rowsOfWideTablesCountForWhatTheyTake() {
        install(0, 325);
        String chunk = events(0, 100);
        assertThat(encode(chunk)).isTrue();
        assertThat(tables.grown()).isGreaterThan(5L * chunk.length());
        assertThat(encode("")).isTrue();
        assertThat(tables.grown()).isZero();
    }

    /** Each of many tables once had much to hold: together they keep no more than is allowed. */
    @Test
    void memoryOfTablesThatHadMuchToHoldIsGivenBack() {
        int count = 40;
        for (int table = 0; table < count; table++) {
            install(table, 325);
            assertThat(encode(events(table, 2_000))).isTrue();
            tables.waiting().forEach(rows -> rows.drain((header, lines) -> {}));
            tables.drained();
            assertThat(tables.kept()).isLessThanOrEqualTo(settings.maxOpenBytes());
        }
        assertThat(tables.find(TableKey.of("app", "t0", "x"))).isNotNull();
    }

    @Test
    void aForeignRecordOfBrokenLinesIsOneLetter() {
        String broken = "x\n".repeat(settings.maxDeadPerChunk() + 1);
        install(0, 1);
        assertThat(encode(events(0, 5) + broken)).isTrue();
        assertThat(encoder.events()).isEqualTo(1);
        assertThat(encoder.rows()).isZero();
        assertThat(encoder.dead()).hasSize(1);
        assertThat(encoder.dead().getFirst().value())
                .isEqualTo((events(0, 5) + broken).getBytes(UTF_8));
        assertThat(tables.waiting()).isEqualTo(List.of());
        assertThat(encode(events(0, 5) + broken.substring(2))).isTrue();
        assertThat(encoder.events()).isEqualTo(5 + settings.maxDeadPerChunk());
        assertThat(encoder.rows()).isEqualTo(5);
    }
}
