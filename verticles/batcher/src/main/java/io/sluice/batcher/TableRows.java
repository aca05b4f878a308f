package io.sluice.batcher;

import io.sluice.rows.BatchCutter.Chunk;
import io.sluice.rows.BatchCutter.Gathered;
import io.sluice.rows.Padding;
import io.sluice.schema.TableSchema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of one table in one batch, on their way into files: all widened to the newest version
 * among them, and split into files of nearly equal size. One thread.
 */
final class TableRows {
    private final List<Chunk<Source>> chunks;
    private final TableSchema newest;
    private final long bytes;
    private final Map<Integer, Padding> paddings = new HashMap<>();
    private final List<DeadRecord> malformed = new ArrayList<>();

    TableRows(Gathered<Source> gathered) {
        chunks = gathered.chunks();
        bytes = gathered.bytes();
        int version = gathered.newest();
        newest =
                chunks.stream()
                        .map(chunk -> chunk.source().schema())
                        .filter(schema -> schema.version() == version)
                        .findFirst()
                        .orElseThrow();
    }

    /** The version that every row will have. */
    TableSchema schema() {
        return newest;
    }

    /** Chunks of each file, in their order. */
    List<List<Chunk<Source>>> files(FileSizes sizes) {
        long count = sizes.files(bytes);
        List<List<Chunk<Source>>> files = new ArrayList<>();
        List<Chunk<Source>> file = new ArrayList<>();
        long size = 0;
        long before = 0;
        for (Chunk<Source> chunk : chunks) {
            int length = chunk.lines().length;
            boolean full = before >= share(files.size() + 1, count);
            if (size > 0 && (full || size + length > sizes.max())) {
                files.add(file);
                file = new ArrayList<>();
                size = 0;
            }
            file.add(chunk);
            size += length;
            before += length;
        }
        files.add(file);
        return files;
    }

    /** Bytes that lie in the first files together: none of them ends before. */
    private long share(long files, long count) {
        return Math.round((double) bytes * files / count);
    }

    /**
     * The chunk's lines at {@link #schema}; empty if they are no rows of the version they claim.
     */
    Optional<byte[]> widened(Chunk<Source> chunk) {
        int version = chunk.source().schema().version();
        Padding padding =
                paddings.computeIfAbsent(
                        version, from -> Padding.between(chunk.source().schema(), newest));
        int count = chunk.header().count();
        if (!padding.fits(chunk.lines(), count)) {
            return refuse(chunk, "they are not %d rows of version %d".formatted(count, version));
        }
        try {
            return Optional.of(padding.apply(chunk.lines()));
        } catch (IllegalArgumentException broken) {
            return refuse(
                    chunk,
                    "the rows are not of version %d: %s".formatted(version, broken.getMessage()));
        }
    }

    /** What a foreign producer forged under right headers: a letter, or its load would fail. */
    private Optional<byte[]> refuse(Chunk<Source> chunk, String why) {
        malformed.add(DeadRecord.of(chunk.source(), chunk.lines(), why, chunk.header().count()));
        return Optional.empty();
    }

    /** Chunks that {@link #widened} refused. */
    List<DeadRecord> malformed() {
        return malformed;
    }
}
