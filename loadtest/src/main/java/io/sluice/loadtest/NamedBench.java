package io.sluice.loadtest;

import io.sluice.loadtest.benches.ConflictsBench;
import io.sluice.loadtest.benches.CoreBench;
import io.sluice.loadtest.benches.FreshnessBench;
import io.sluice.loadtest.benches.HostileBench;
import io.sluice.loadtest.benches.IngestBatchBench;
import io.sluice.loadtest.benches.IngestSingleBench;
import io.sluice.loadtest.benches.LimitsBench;
import io.sluice.loadtest.benches.MemoryBench;
import io.sluice.loadtest.benches.MixBench;
import io.sluice.loadtest.benches.PipelineS3Bench;
import io.sluice.loadtest.benches.PipelineWarehouseBench;
import io.sluice.loadtest.benches.ScaleBench;
import io.sluice.loadtest.benches.SqlizerBench;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.mix.Mix;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The benches that there are, in the order in which {@code all} runs them. */
record NamedBench(String name, String measures, String yardstick, Measurement measurement) {
    static final List<NamedBench> ALL =
            List.of(
                    new NamedBench(
                            "core",
                            "bytes to rows without I/O, 2 threads",
                            "DuckDB reading the same file into one table, 2 threads",
                            CoreBench::run),
                    new NamedBench(
                            "sqlizer",
                            "Kafka to Kafka with transactions, 2 instances",
                            "a plain Kafka client copying the events, one a record",
                            SqlizerBench::run),
                    new NamedBench(
                            "ingest-batch",
                            "HTTP bodies of 100 events to Kafka, acks=all",
                            "a plain producer sending the events, one a record",
                            (effort, mix) -> IngestBatchBench.run(effort)),
                    new NamedBench(
                            "ingest-single",
                            "one event a request, 1,024 connections",
                            "a bare Vert.x server answering 202",
                            (effort, mix) -> IngestSingleBench.run(effort)),
                    new NamedBench(
                            "pipeline-s3",
                            "HTTP to manifest in S3",
                            "DuckDB reading the file and writing a gzip CSV a type",
                            (effort, mix) -> PipelineS3Bench.run(effort)),
                    new NamedBench(
                            "pipeline-warehouse",
                            "HTTP to rows in PostgreSQL",
                            "PostgreSQL COPY of the finished CSV, a session a table",
                            (effort, mix) -> PipelineWarehouseBench.run(effort)),
                    sqlizerWith(Mix.MANY, "1,000 types"),
                    sqlizerWith(Mix.WIDE, "200 fields"),
                    sqlizerWith(Mix.DRIFT, "new fields and tables all the time"),
                    new NamedBench(
                            "freshness",
                            "age of rows when they can be seen, 20,000 events/s",
                            "nothing: p99 in seconds",
                            (effort, mix) -> FreshnessBench.run(effort)),
                    new NamedBench(
                            "conflicts",
                            "16 sqlizers meet the same 100 new tables",
                            "the fewest compare-and-sets possible",
                            (effort, mix) -> ConflictsBench.run(effort)),
                    new NamedBench(
                            "scale",
                            "CPU of an event with 1, 2, 4 and 8 sqlizers",
                            "that of one sqlizer",
                            (effort, mix) -> ScaleBench.run(effort)),
                    new NamedBench(
                            "memory",
                            "smallest heap of a sqlizer at full speed",
                            "its speed with 2 GiB",
                            (effort, mix) -> MemoryBench.run(effort)));

    /** Those that are run by name only. */
    static final List<NamedBench> MORE =
            List.of(
                    new NamedBench(
                            "hostile",
                            "p99 of honest clients beside attackers",
                            "their p99 without",
                            (effort, mix) -> HostileBench.run(effort)),
                    new NamedBench(
                            "limits",
                            "the door with rates for each app, as ingest-batch",
                            "the door without",
                            (effort, mix) -> LimitsBench.run(effort)));

    /** A bench's work. */
    interface Measurement {
        /**
         * Measures; fails if what was measured did not do its work in full.
         *
         * @param mix for the benches that work with any
         */
        Result run(Effort effort, Mix mix) throws Exception;
    }

    private static NamedBench sqlizerWith(Mix mix, String what) {
        return new NamedBench(
                mix.word(),
                "sqlizer with " + what + ", by bytes/s",
                "the sqlizer with the mix mission",
                (effort, ignored) -> MixBench.run(effort, mix));
    }

    static Optional<NamedBench> of(String name) {
        return Stream.concat(ALL.stream(), MORE.stream())
                .filter(bench -> bench.name.equals(name))
                .findFirst();
    }
}
