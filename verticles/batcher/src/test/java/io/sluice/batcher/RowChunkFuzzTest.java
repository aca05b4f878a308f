package io.sluice.batcher;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sluice.batcher.RowCheck.Incoming;
import io.sluice.batcher.RowCheck.Refused;
import io.sluice.batcher.RowCheck.Rows;
import io.sluice.batcher.RowCheck.Waiting;
import io.sluice.devstack.ForeignRecord;
import io.sluice.events.Origin;
import io.sluice.registry.Commit;
import io.sluice.registry.MemoryRegistry;
import io.sluice.rows.BatchCutter.Chunk;
import io.sluice.rows.BatchCutter.Gathered;
import io.sluice.rows.LineShape;
import io.sluice.schema.Lineage;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any record on a rows topic becomes lines that have the columns and the number they should, or a
 * dead letter. {@code TABLE}, {@code PRINT1} and {@code PRINT2} in the input stand for a table and
 * the fingerprints of its versions; see {@link ForeignRecord} for the form.
 */
class RowChunkFuzzTest {
    private static final String TOPIC = "sluice.app.rows";
    private final MemoryRegistry registry = new MemoryRegistry();
    private final KnownVersions versions =
            new KnownVersions(registry, BatcherSettings.Lookup.DEFAULT);
    private final RowCheck check = new RowCheck(versions);
    private final TableSchema first = prepare();
    private final TableSchema second = commit(Samples.version(first, 2));

    private TableSchema prepare() {
        registry.ensureApp("app").await();
        return commit(Samples.version(registry.table("app", "user", "seen").await(), 1));
    }

    private TableSchema commit(TableSchema next) {
        Lineage lineage = new Lineage(new Origin("t", 0, 0, 0), "test", Instant.EPOCH);
        Commit outcome = registry.commit(next, lineage).await();
        assertThat(outcome).isInstanceOf(Commit.Committed.class);
        return next;
    }

    @FuzzTest
    void isRowsOrALetter(byte[] input) throws InterruptedException {
        String text =
                new String(input, ISO_8859_1)
                        .replace("TABLE", first.table().toString())
                        .replace("PRINT1", Long.toHexString(first.fingerprint()))
                        .replace("PRINT2", Long.toHexString(second.fingerprint()));
        Incoming incoming = Incoming.of(ForeignRecord.of(text.getBytes(ISO_8859_1), TOPIC));
        versions.ask(incoming.key().stream().toList());
        switch (check.check(incoming)) {
            case Rows rows -> {
                holds(rows, List.of());
                holds(rows, List.of(Samples.chunk(second, 0, 3)));
            }
            case Refused refused -> fits(refused.letter());
            case Waiting waiting -> assertThat(waiting.key().version()).isNotNegative();
        }
    }

    private void holds(Rows rows, List<Chunk<Source>> others) {
        Chunk<Source> chunk = new Chunk<>(rows.header(), rows.lines(), rows.source());
        TableRows table =
                new TableRows(
                        new Gathered<>(Stream.concat(Stream.of(chunk), others.stream()).toList()));
        Optional<byte[]> lines = table.widened(chunk);
        table.malformed().forEach(this::fits);
        assertThat(lines.isPresent()).isEqualTo(table.malformed().isEmpty());
        int fields = SystemColumn.values().length + table.schema().columns().size();
        lines.ifPresent(
                it ->
                        assertThat(LineShape.of(it))
                                .isEqualTo(LineShape.of(rows.header().count(), fields)));
    }

    private void fits(DeadRecord letter) {
        assertThat(letter.detail()).isNotBlank().hasSizeLessThan(10_000);
        assertThat(letter.toLetter(100).value()).hasSizeLessThanOrEqualTo(100);
    }
}
