package io.sluice.sqlizer;

import io.sluice.events.DuplicateKeys;
import io.sluice.runtime.Section;
import io.sluice.schema.Fit;
import io.sluice.schema.SchemaRules;

import java.time.Duration;

/**
 * How a sqlizer works. One instance holds the chunks of one poll, up to 16 MiB that were fetched
 * ahead, and three times {@code maxOpenBytes}.
 *
 * @param instances poll loops in this process, 1 to 64
 * @param maxPollRecords chunks that one poll gives at most
 * @param commitInterval how long a transaction stays open while records keep coming; when nothing
 *     comes, a quarter of it
 * @param catchUpInterval the same while more waits on Kafka than a poll brings: a transaction costs
 *     as much for few events as for many; no shorter than commitInterval
 * @param rowChunkBytes size at which a chunk of rows is cut
 * @param maxOpenBytes rows that wait for a commit, over all tables; above, the transaction commits.
 *     Their buffers take up to three times as much, of one instance
 * @param maxDeadPerChunk dead letters of one chunk of a foreign producer; with more it is one
 *     itself
 * @param maxProposals tables that an instance asks the registry about at once
 * @param maxTables tables that an instance keeps ready; above, it starts afresh
 * @param duplicateKeys whether an object may have a key twice; doors should say the same
 * @param rules how events become columns
 */
public record SqlizerSettings(
        int instances,
        int maxPollRecords,
        Duration commitInterval,
        Duration catchUpInterval,
        int rowChunkBytes,
        int maxOpenBytes,
        int maxDeadPerChunk,
        int maxProposals,
        int maxTables,
        DuplicateKeys duplicateKeys,
        SchemaRules rules) {
    /** The settings of a process on so many cores that says nothing else. */
    public static SqlizerSettings of(int instances) {
        return new SqlizerSettings(
                instances,
                64,
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                256 * 1024,
                16 * 1024 * 1024,
                10_000,
                16,
                20_000,
                DuplicateKeys.REFUSE,
                SchemaRules.DEFAULT);
    }

    /** These settings with other sizes: larger ones take more memory, and less of the processor. */
    public SqlizerSettings with(int maxPollRecords, int maxOpenBytes) {
        return new SqlizerSettings(
                instances,
                maxPollRecords,
                commitInterval,
                catchUpInterval,
                rowChunkBytes,
                maxOpenBytes,
                maxDeadPerChunk,
                maxProposals,
                maxTables,
                duplicateKeys,
                rules);
    }

    /** These settings with other rules. */
    public SqlizerSettings with(SchemaRules others) {
        return new SqlizerSettings(
                instances,
                maxPollRecords,
                commitInterval,
                catchUpInterval,
                rowChunkBytes,
                maxOpenBytes,
                maxDeadPerChunk,
                maxProposals,
                maxTables,
                duplicateKeys,
                others);
    }

    /**
     * Reads the section of this role.
     *
     * @param warehouse what rows have to fit where the section says nothing
     */
    public static SqlizerSettings read(Section section, Fit warehouse) {
        SqlizerSettings fallback = of(Runtime.getRuntime().availableProcessors());
        Duration commitInterval =
                section.duration(
                        "commit-interval",
                        fallback.commitInterval,
                        Duration.ofMillis(1),
                        Duration.ofSeconds(10));
        return new SqlizerSettings(
                section.integer("instances", fallback.instances, 1, 64),
                section.integer("max-poll-records", fallback.maxPollRecords, 1, 10_000),
                commitInterval,
                section.duration(
                        "catch-up-interval",
                        longer(commitInterval, fallback.catchUpInterval),
                        commitInterval,
                        Duration.ofSeconds(10)),
                (int) section.bytes("row-chunk-size", fallback.rowChunkBytes, 1024, 1 << 20),
                (int) section.bytes("max-open-bytes", fallback.maxOpenBytes, 1 << 20, 1 << 30),
                section.integer("max-dead-per-chunk", fallback.maxDeadPerChunk, 1, 1_000_000),
                section.integer("max-proposals", fallback.maxProposals, 1, 1_000),
                section.integer("max-tables", fallback.maxTables, 1, 1_000_000),
                section.choice("duplicate-keys", DuplicateKeys.class, fallback.duplicateKeys),
                rules(section.section("schema"), warehouse));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static SchemaRules rules(Section schema, Fit warehouse) {
        Fit fit = schema.choice("fit", Fit.class, warehouse);
        SchemaRules usual = SchemaRules.of(fit);
        return new SchemaRules(
                schema.integer("max-depth", usual.maxDepth(), 1, 100),
                schema.bool("detect-timestamps", usual.detectInstants()),
                schema.integer("max-columns", usual.maxColumns(), 1, fit.mostColumns()),
                fit);
    }
}
