package io.sluice.sqlizer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.events.RejectCode;
import io.sluice.schema.TableSchema;

import java.time.Duration;

/**
 * The sqlizer's meters. {@code events_in = rows_out + dead} once nothing is under way; alteration
 * rows are counted apart. Thread-safe; moved once a chunk or commit, never once an event.
 */
public final class SqlizerMetrics {
    private final MeterRegistry meters;
    private final Counter chunksIn;
    private final Counter eventsIn;
    private final Counter bytesIn;
    private final Counter rowsOut;
    private final Counter alterations;
    private final Counter rowChunksOut;
    private final Counter bytesOut;
    private final Counter versions;
    private final Counter columns;
    private final Counter widenings;
    private final Counter conflicts;
    private final Counter surveys;
    private final Timer working;
    private final Timer committing;
    private final DistributionSummary commitRows;

    /** Registers the meters. */
    public SqlizerMetrics(MeterRegistry meters) {
        this.meters = meters;
        // There from the start: an alarm cannot count from a series that is not there.
        for (RejectCode code : RejectCode.values()) {
            deadOf(code.code());
        }
        chunksIn = counter("chunks_in", "Chunks read from events topics");
        eventsIn = counter("events_in", "Events read");
        bytesIn = counter("bytes_in", "Bytes of chunks read");
        rowsOut = counter("rows_out", "Rows of event tables committed");
        alterations = counter("alterations", "Values that had to be changed");
        rowChunksOut = counter("row_chunks_out", "Chunks of rows sent");
        bytesOut = counter("bytes_out", "Bytes of rows sent");
        versions = counter("versions", "Schema versions proposed and won");
        columns = counter("columns", "Columns that won versions added");
        widenings = counter("widenings", "Columns whose type won versions widened");
        conflicts = counter("conflicts", "Compare-and-sets lost to another instance");
        surveys = counter("surveys", "Times a partition waited for a schema");
        working =
                Timer.builder("sluice.sqlizer.working")
                        .description("Time spent on records, commits apart")
                        .register(meters);
        committing =
                Timer.builder("sluice.sqlizer.committing")
                        .description("Time spent committing transactions")
                        .register(meters);
        commitRows =
                DistributionSummary.builder("sluice.sqlizer.commit_rows")
                        .description("Rows in one transaction")
                        .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder("sluice.sqlizer." + name).description(description).register(meters);
    }

    void chunk(int events, int bytes) {
        chunksIn.increment();
        eventsIn.increment(events);
        bytesIn.increment(bytes);
    }

    void rowChunk(int bytes) {
        rowChunksOut.increment();
        bytesOut.increment(bytes);
    }

    void committed(long rows, long altered, Duration took) {
        rowsOut.increment(rows);
        alterations.increment(altered);
        committing.record(took);
        commitRows.record(rows);
    }

    void dead(String code) {
        deadOf(code).increment();
    }

    private Counter deadOf(String code) {
        return Counter.builder("sluice.sqlizer.dead")
                .description("Events that became dead letters")
                .tag("code", code)
                .register(meters);
    }

    void worked(Duration took) {
        working.record(took);
    }

    void survey() {
        surveys.increment();
    }

    /** A version was won after another. */
    void version(TableSchema before, TableSchema won) {
        versions.increment();
        int known = before.columns().size();
        columns.increment((double) won.columns().size() - known);
        for (int i = 0; i < known; i++) {
            if (!before.columns().get(i).type().equals(won.columns().get(i).type())) {
                widenings.increment();
            }
        }
    }

    void conflict() {
        conflicts.increment();
    }
}
