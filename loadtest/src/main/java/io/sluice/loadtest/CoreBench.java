package io.sluice.loadtest;

import io.sluice.rows.ChunkOrigin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Bytes to rows, without I/O, on two threads: scan, envelope, find the table, encode. The yardstick
 * reads the same bytes with Jackson's streaming parser and writes the values as naive CSV.
 */
final class CoreBench {
    private static final String NAME = "core";
    private static final int THREADS = 2;
    private static final int EVENTS = 200_000;
    private static final int CHUNK_BYTES = 128 * 1024;

    private final int passes;
    private final List<byte[]> chunks = new ArrayList<>();
    private final List<MissionTables> tables = new ArrayList<>();
    private final List<NaiveCsv> csv = new ArrayList<>();
    private long bytes;

    /** What a thread does with one chunk; gives the bytes written. */
    private interface Work {
        long chunk(byte[] lines) throws Exception;
    }

    private CoreBench(int passes) {
        this.passes = passes;
        new Mission(1)
                .chunks(
                        EVENTS,
                        CHUNK_BYTES,
                        (lines, count) -> {
                            chunks.add(lines);
                            bytes += lines.length + 1;
                        });
        for (int i = 0; i < THREADS; i++) {
            tables.add(new MissionTables());
            csv.add(new NaiveCsv());
        }
    }

    static Result run(Effort effort) throws Exception {
        CoreBench bench = new CoreBench(effort.of(40, 10));
        return effort.compare(
                NAME,
                1,
                effort.of(7, 3),
                1.0,
                2.0,
                () -> bench.round(thread -> lines -> encode(bench.tables.get(thread), lines)),
                () -> bench.round(thread -> lines -> bench.csv.get(thread).encode(lines)));
    }

    private static long encode(MissionTables tables, byte[] lines) {
        tables.encode(lines, new ChunkOrigin(1_420_072_292_000_000L, "sluice.bench.events", 0, 1));
        long written = 0;
        for (MissionTables.Table table : tables.tables()) {
            written += table.rows().size();
            table.rows().truncate(0);
        }
        return written;
    }

    private Round round(java.util.function.IntFunction<Work> works) throws Exception {
        List<Callable<Long>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Work work = works.apply(i);
            threads.add(
                    () -> {
                        long written = 0;
                        for (int pass = 0; pass < passes; pass++) {
                            for (int at = number; at < chunks.size(); at += THREADS) {
                                written += work.chunk(chunks.get(at));
                            }
                        }
                        return written;
                    });
        }
        long cpu = CpuClock.nanos();
        long begin = System.nanoTime();
        long written = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Long> thread : pool.invokeAll(threads)) {
                written += thread.get();
            }
        }
        long nanos = System.nanoTime() - begin;
        if (written < bytes * passes / 4) {
            throw new IllegalStateException("too little was written: " + written);
        }
        return new Round((long) EVENTS * passes, bytes * passes, nanos, CpuClock.nanos() - cpu);
    }
}
