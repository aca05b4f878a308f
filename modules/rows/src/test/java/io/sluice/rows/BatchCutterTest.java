package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.sluice.rows.BatchCutter.Limits;
import io.sluice.rows.BatchCutter.Reason;
import io.sluice.rows.BatchCutter.Stretch;
import io.sluice.schema.TableUid;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class BatchCutterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Limits LIMITS = new Limits(2500, 100, SECOND.multipliedBy(10), SECOND, 3);

    private static RowsHeader header(int table, int rows) {
        return new RowsHeader("app", new TableUid(new UUID(0, table)), 1, 7, rows, 0);
    }

    @Test
    void whatGoesInComesOutOnceInOrderAndWithinTheLimits() {
        // Each number is a chunk: its table, its rows and its length all follow from it.
        qt().forAll(lists().of(integers().between(0, 5_000)).ofSizeBetween(0, 200))
                .checkAssert(BatchCutterTest::runThrough);
    }

    private static void runThrough(List<Integer> chunks) {
        BatchCutter<Integer> cutter = new BatchCutter<>(LIMITS);
        List<List<BatchCutter.Gathered<Integer>>> batches = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            int n = chunks.get(i);
            RowsHeader header = header(n % 5, 1 + n % 40);
            byte[] lines = new byte[n % 700];
            if (cutter.overflow(header, lines.length).isPresent()) {
                batches.add(cutter.cut());
            }
            cutter.add(header, lines, i, 0);
            if (cutter.due(0).isPresent()) {
                batches.add(cutter.cut());
            }
        }
        batches.add(cutter.cut());
        assertThat(cutter.isEmpty()).isTrue();
        List<Integer> sources = new ArrayList<>();
        for (List<BatchCutter.Gathered<Integer>> batch : batches) {
            assertThat(batch).hasSizeLessThanOrEqualTo(LIMITS.maxTables());
            assertThat(batch.stream().mapToLong(BatchCutterTest::held).sum())
                    .isLessThanOrEqualTo(LIMITS.maxBytes());
            assertThat(batch.stream().mapToLong(BatchCutter.Gathered::rows).sum())
                    .isLessThanOrEqualTo(LIMITS.maxRows());
            for (BatchCutter.Gathered<Integer> table : batch) {
                assertThat(table.chunks().stream().map(chunk -> chunk.header().table()).distinct())
                        .hasSize(1);
                assertThat(table.chunks()).extracting(chunk -> chunk.source()).isSorted();
            }
            List<Integer> ofBatch =
                    batch.stream()
                            .flatMap(table -> table.chunks().stream())
                            .map(chunk -> chunk.source())
                            .sorted()
                            .toList();
            sources.addAll(ofBatch);
        }
        assertThat(sources).isSorted().doesNotHaveDuplicates().hasSize(chunks.size());
    }

    private static long held(BatchCutter.Gathered<Integer> table) {
        return table.bytes() + (long) table.chunks().size() * BatchCutter.OVERHEAD;
    }

    @Test
    void cutsByAgeFromTheFirstChunkAndByIdlenessFromTheLast() {
        Limits limits = new Limits(1_000_000, 100, SECOND.multipliedBy(10), SECOND, 3);
        BatchCutter<Integer> cutter = new BatchCutter<>(limits);
        assertThat(cutter.due(Long.MAX_VALUE)).isEmpty();
        long start = -5;
        cutter.add(header(1, 1), new byte[1], 0, start);
        assertThat(cutter.due(start + SECOND.toNanos() - 1)).isEmpty();
        assertThat(cutter.due(start + SECOND.toNanos())).contains(Reason.IDLE);
        for (int half = 1; half < 20; half++) {
            cutter.add(header(1, 1), new byte[1], 0, start + half * SECOND.toNanos() / 2);
        }
        assertThat(cutter.due(start + 19 * SECOND.toNanos() / 2)).isEmpty();
        assertThat(cutter.due(start + 10 * SECOND.toNanos())).contains(Reason.AGE);
        cutter.cut();
        assertThat(cutter.due(start + 100 * SECOND.toNanos())).isEmpty();
    }

    /** Two tables of 500 bytes are little, one of a thousand is not. */
    @Test
    void whatIsLittleForItsTablesMayBecomeOlder() {
        Limits limits =
                new Limits(
                        1_000_000,
                        100,
                        SECOND,
                        Duration.ZERO,
                        3,
                        new Stretch(1_000, SECOND.multipliedBy(5)));
        BatchCutter<Integer> cutter = new BatchCutter<>(limits);
        cutter.add(header(1, 1), new byte[500], 0, 0);
        assertThat(cutter.due(SECOND.toNanos())).isEmpty();
        cutter.add(header(2, 1), new byte[500], 0, 0);
        assertThat(cutter.due(SECOND.multipliedBy(5).toNanos() - 1)).isEmpty();
        assertThat(cutter.due(SECOND.multipliedBy(5).toNanos())).contains(Reason.AGE);
        cutter.add(header(2, 1), new byte[500], 0, 0);
        assertThat(cutter.due(SECOND.toNanos())).contains(Reason.AGE);
        cutter.cut();
        cutter.add(header(1, 1), new byte[1_000], 0, 0);
        assertThat(cutter.due(SECOND.toNanos() - 1)).isEmpty();
        assertThat(cutter.due(SECOND.toNanos())).contains(Reason.AGE);
    }

    @Test
    void idlenessOfZeroIsOff() {
        Limits limits = new Limits(1000, 100, SECOND, Duration.ZERO, 3);
        BatchCutter<Integer> cutter = new BatchCutter<>(limits);
        cutter.add(header(1, 1), new byte[1], 0, 0);
        assertThat(cutter.due(SECOND.toNanos() - 1)).isEmpty();
    }

    @Test
    void takesAnyChunkWhenEmptyAndCutsAtOnce() {
        BatchCutter<Integer> cutter = new BatchCutter<>(LIMITS);
        assertThat(cutter.overflow(header(1, 1_000), 5_000)).isEmpty();
        cutter.add(header(1, 1_000), new byte[5_000], 0, 0);
        assertThat(cutter.due(0)).contains(Reason.BYTES);
        assertThat(cutter.overflow(header(1, 1), 1)).contains(Reason.BYTES);
    }

    @Test
    void whatIsHeldBesideRowsIsCutToo() {
        BatchCutter<Integer> cutter = new BatchCutter<>(LIMITS);
        cutter.hold(10, 0);
        assertThat(cutter.due(SECOND.toNanos())).contains(Reason.IDLE);
        assertThat(cutter.cut()).isEmpty();
        assertThat(cutter.isEmpty()).isTrue();
    }

    /** A million empty records would fill the memory long before their bytes do. */
    @Test
    void whatHasNoBytesCountsForWhatItCosts() {
        BatchCutter<Integer> cutter = new BatchCutter<>(LIMITS);
        for (int i = 0; i < 6; i++) {
            assertThat(cutter.due(0)).isEmpty();
            cutter.hold(0, 0);
        }
        cutter.hold(0, 0);
        assertThat(cutter.due(0)).contains(Reason.BYTES);
    }
}
