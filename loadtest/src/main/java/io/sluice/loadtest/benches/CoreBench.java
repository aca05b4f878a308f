package io.sluice.loadtest.benches;

import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.OwnProcess;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.CoreTables;
import io.sluice.loadtest.rig.EventFile;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.loadtest.yardstick.DuckDb;
import io.sluice.rows.ChunkOrigin;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Bytes to rows, without I/O, on two threads: scan, envelope, find the table, decide, encode. Each
 * round begins without schemas and discovers them. The yardstick is DuckDB, which reads the same
 * bytes, as a file in the page cache, into one table with two threads, and detects its types.
 */
public final class CoreBench {
    private static final int THREADS = 2;
    private static final int EVENTS = 2_000_000;
    private static final int CHUNK_BYTES = 128 * 1024;
    private static final ChunkOrigin ORIGIN =
            new ChunkOrigin(1_420_072_292_000_000L, "sluice.bench.events", 0, 1);

    private final EventFile file;
    private final List<byte[]> chunks;
    private final OwnProcess meter = new OwnProcess();

    private CoreBench(EventFile file) throws IOException {
        this.file = file;
        this.chunks = cut(Files.readAllBytes(file.path()));
    }

    /** Measures. */
    public static Result run(Effort effort, Mix mix) throws Exception {
        String name = "core";
        try (Workspace workspace = Workspace.make()) {
            CoreBench bench =
                    new CoreBench(
                            EventFile.write(
                                    workspace.folder().resolve("events.ndjson"),
                                    mix.seeded(1),
                                    mix.asManyBytesAs(Mix.MISSION, EVENTS)));
            return effort.compare(
                            name, effort.of(2, 1), effort.of(7, 3), bench::encode, bench::duckDb)
                    .byEvents(name, 1.0, 2.0);
        }
    }

    /** As the door packs events: whole lines, without the last line end. */
    private static List<byte[]> cut(byte[] lines) {
        List<byte[]> chunks = new ArrayList<>();
        for (int start = 0; start < lines.length; ) {
            int end = Math.min(start + CHUNK_BYTES, lines.length - 1);
            while (lines[end] != '\n') {
                end++;
            }
            chunks.add(Arrays.copyOfRange(lines, start, end));
            start = end + 1;
        }
        return chunks;
    }

    private Round encode() throws Exception {
        List<Callable<Long>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            threads.add(() -> encodeEach(number));
        }
        meter.begin();
        long begin = System.nanoTime();
        long written = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Long> thread : pool.invokeAll(threads)) {
                written += thread.get();
            }
        }
        long nanos = System.nanoTime() - begin;
        if (written < file.bytes() / 4) {
            throw new IllegalStateException("too little was written: " + written);
        }
        return new Round(file.events(), file.bytes(), nanos, meter.end());
    }

    /** Every second chunk, from the first given on; gives the bytes of the rows. */
    private long encodeEach(int first) {
        CoreTables tables = new CoreTables();
        long written = 0;
        for (int at = first; at < chunks.size(); at += THREADS) {
            tables.encode(chunks.get(at), ORIGIN);
            for (CoreTables.Table table : tables.tables()) {
                written += table.rows().size();
                table.rows().truncate(0);
            }
        }
        return written;
    }

    private Round duckDb() throws Exception {
        try (DuckDb duck = new DuckDb()) {
            meter.begin();
            long begin = System.nanoTime();
            long rows = duck.read(file.path());
            long nanos = System.nanoTime() - begin;
            if (rows != file.events()) {
                throw new IllegalStateException("DuckDB read " + rows + " of " + file.events());
            }
            return new Round(file.events(), file.bytes(), nanos, meter.end());
        }
    }
}
