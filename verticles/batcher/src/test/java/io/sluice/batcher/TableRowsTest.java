package io.sluice.batcher;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import io.sluice.rows.BatchCutter.Chunk;
import io.sluice.rows.BatchCutter.Gathered;
import io.sluice.rows.RowReader;
import io.sluice.storage.ZstdFile;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

class TableRowsTest {
    @Test
    void widensOlderRowsToTheNewestVersionOfTheBatch() {
        Chunk<Source> older = Samples.chunk(Samples.version(1), 0, 3);
        Chunk<Source> newer = Samples.chunk(Samples.version(3), 3, 2);
        TableRows rows = new TableRows(new Gathered<>(List.of(older, newer)));

        assertThat(rows.schema().version()).isEqualTo(3);
        assertThat(rows.widened(newer))
                .hasValueSatisfying(it -> assertThat(it).isSameAs(newer.lines()));
        RowReader reader = new RowReader(rows.widened(older).orElseThrow());
        int count = 0;
        while (reader.next()) {
            assertThat(reader.fields()).isEqualTo(9 + 3);
            assertThat(new String(reader.value(9), UTF_8)).isEqualTo(Integer.toString(count++));
            assertThat(reader.isNull(10)).isTrue();
            assertThat(reader.isNull(11)).isTrue();
        }
        assertThat(count).isEqualTo(3);
        assertThat(rows.malformed()).isEmpty();
    }

    @Test
    void setsRowsAsideThatAreNotOfTheirVersion() {
        Chunk<Source> forged =
                new Chunk<>(
                        Samples.header(Samples.version(1), 1),
                        "1,2,\"never ends\n".getBytes(UTF_8),
                        Samples.chunk(Samples.version(1), 9, 1).source());
        Chunk<Source> newer = Samples.chunk(Samples.version(2), 3, 2);
        TableRows rows = new TableRows(new Gathered<>(List.of(forged, newer)));

        assertThat(rows.widened(forged)).isEmpty();
        assertThat(rows.malformed()).hasSize(1);
        assertThat(rows.malformed().getFirst().offset()).isEqualTo(9);
        assertThat(rows.malformed().getFirst().value()).isEqualTo(forged.lines());
    }

    @Test
    void givesEachSliceAFileWhereThatMakesNoneTooSmall() {
        List<Chunk<Source>> chunks = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            chunks.add(Samples.chunk(Samples.version(1), i * 10L, 10));
        }
        Gathered<Source> gathered = new Gathered<>(chunks);
        long bytes = gathered.bytes();
        List<List<Chunk<Source>>> files =
                new TableRows(gathered).files(new FileSizes(bytes / 100, bytes / 5, 8));
        assertThat(files).hasSize(8);
        assertThat(files)
                .allSatisfy(
                        file ->
                                assertThat(new Gathered<>(file).bytes())
                                        .isBetween(bytes / 9, bytes / 7));
        assertThat(new TableRows(gathered).files(new FileSizes(bytes / 3, bytes, 8))).hasSize(3);
        assertThat(new TableRows(gathered).files(new FileSizes(bytes, bytes, 8))).hasSize(1);
    }

    @Test
    void splitsIntoFilesOfNearlyEqualSizeThatKeepTheOrder() {
        List<Chunk<Source>> chunks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            chunks.add(Samples.chunk(Samples.version(1), i * 10L, 10));
        }
        Gathered<Source> gathered = new Gathered<>(chunks);
        for (long limit : new long[] {1, 5_000, 20_000, 1_000_000}) {
            List<List<Chunk<Source>>> files =
                    new TableRows(gathered).files(new FileSizes(1, limit, 1));
            assertThat(files.stream().flatMap(List::stream).toList()).isEqualTo(chunks);
            assertThat(files)
                    .allSatisfy(
                            file ->
                                    assertThat(
                                                    file.size() == 1
                                                            || new Gathered<>(file).bytes()
                                                                    <= limit)
                                            .isTrue());
        }
        assertThat(new TableRows(gathered).files(new FileSizes(1, 1_000_000, 1))).hasSize(1);
    }

    @Test
    void aFileIsOneFrameThatGivesTheLinesBack() throws Exception {
        byte[] lines = Samples.lines(Samples.version(2), 0, 5_000);
        ByteBuffer content;
        long rows;
        try (ZstdFile file = new ZstdFile(1, lines.length)) {
            file.write(lines, 5_000);
            file.write(lines, 5_000);
            content = file.end();
            rows = file.rows();
        }
        byte[] compressed = new byte[content.remaining()];
        content.get(compressed);
        try (var zstd = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(compressed))) {
            assertThat(zstd.readNBytes(lines.length)).isEqualTo(lines);
            assertThat(zstd.readAllBytes()).isEqualTo(lines);
        }
        assertThat(rows).isEqualTo(10_000);
        assertThat(compressed).hasSizeLessThan(lines.length / 5);
    }

    /** In a file they would make the load of all its neighbours fail. */
    @Test
    void setsChunksAsideWhoseCountOrColumnsAreALie() {
        Chunk<Source> good = Samples.chunk(Samples.version(2), 0, 3);
        Chunk<Source> lying =
                new Chunk<>(
                        Samples.header(Samples.version(2), 4),
                        good.lines(),
                        Samples.chunk(Samples.version(2), 7, 1).source());
        Chunk<Source> narrow =
                new Chunk<>(
                        Samples.header(Samples.version(2), 3),
                        Samples.lines(Samples.version(1), 0, 3),
                        Samples.chunk(Samples.version(2), 8, 1).source());
        TableRows rows = new TableRows(new Gathered<>(List.of(good, lying, narrow)));

        assertThat(rows.widened(good)).isPresent();
        assertThat(rows.widened(lying)).isEmpty();
        assertThat(rows.widened(narrow)).isEmpty();
        assertThat(rows.malformed()).extracting(DeadRecord::offset).containsExactly(7L, 8L);
    }
}
