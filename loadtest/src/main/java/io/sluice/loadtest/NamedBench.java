package io.sluice.loadtest;

import java.util.List;
import java.util.Optional;

/** The benches that there are, in the order in which {@code all} runs them. */
record NamedBench(String name, String measures, String yardstick, Measurement measurement) {
    static final List<NamedBench> ALL =
            List.of(
                    new NamedBench(
                            "core",
                            "bytes to rows without I/O, 2 threads",
                            "Jackson's streaming parser and naive CSV",
                            CoreBench::run),
                    new NamedBench(
                            "sqlizer",
                            "Kafka to Kafka with transactions, 2 instances",
                            "plain Kafka clients copying the events, one a record",
                            SqlizerBench::run),
                    new NamedBench(
                            "pipeline",
                            "HTTP to rows in PostgreSQL, by ./sluice load",
                            "PostgreSQL COPY of the finished CSV, a session a table",
                            PipelineBench::run));

    /** A bench's work. */
    interface Measurement {
        /** Measures; fails if what was measured did not do its work in full. */
        Result run(Effort effort) throws Exception;
    }

    static Optional<NamedBench> of(String name) {
        return ALL.stream().filter(bench -> bench.name.equals(name)).findFirst();
    }
}
