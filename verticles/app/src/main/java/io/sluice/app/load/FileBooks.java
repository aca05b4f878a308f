package io.sluice.app.load;

import io.sluice.events.RejectCode;
import io.sluice.registry.Registry;
import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.SourceChunk;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.Warehouse;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/**
 * What became of the events of some files, over all runs on a data folder. Each number is counted
 * where it lies, none from the others: that they add up is a check.
 */
public record FileBooks(long received, long loaded, long duplicates, long dead, long altered) {
    /** The table of alterations. */
    public static final String ALTERATIONS = Names.tableName(Names.OWN_ENTYPE, "alterations");

    /** The warehouse counts each in a session of its own: few, as with loads. */
    private static final int TABLES_AT_ONCE = 4;

    /** Whether everything that came in is accounted for. */
    public boolean balanced() {
        return received == loaded + duplicates + dead;
    }

    /**
     * Counts.
     *
     * @param stored the app's tables in the warehouse
     * @param tags the ranges of the files
     * @param tooLarge events that were too large for the door: received, and dead
     */
    static FileBooks count(
            TopicScan topics,
            Registry registry,
            Warehouse warehouse,
            String app,
            List<StoredTable> stored,
            Set<RangeTag> tags,
            long tooLarge) {
        Set<String> texts = new HashSet<>();
        tags.forEach(tag -> texts.add(tag.toString()));
        Set<SourceChunk> chunks = new HashSet<>();
        Set<String> seen = new HashSet<>();
        long[] received = {tooLarge};
        topics.chunks(
                (header, record) -> {
                    if (texts.contains(header.tag())) {
                        chunks.add(
                                new SourceChunk(
                                        record.topic(), record.partition(), record.offset()));
                        received[0] += header.count();
                        // Refused events are letters: those of a repeated request are the same.
                        received[0] += seen.add(header.tag()) ? header.refused() : 0;
                    }
                });
        Set<Object> letters = new HashSet<>();
        topics.deadLetters(
                letter -> {
                    // What the warehouse refused is counted in the warehouse.
                    if (texts.contains(letter.tag())
                            && !letter.code().equals(RejectCode.ROW_REFUSED.code())) {
                        letters.add(
                                letter.refusedAtTheDoor()
                                        ? List.of(letter.tag(), letter.origin().position())
                                        : letter.origin());
                    }
                });
        Set<String> names = stored.stream().map(StoredTable::name).collect(Collectors.toSet());
        List<TableSchema> tables =
                registry.tables(app).toCompletionStage().toCompletableFuture().join().stream()
                        .filter(it -> !it.entype().equals(Names.OWN_ENTYPE))
                        .toList();
        long loaded =
                tables.stream()
                        .map(TableSchema::name)
                        .filter(names::contains)
                        .gather(
                                Gatherers.mapConcurrent(
                                        TABLES_AT_ONCE,
                                        it -> from(chunks, warehouse.rowsByChunk(app, it))))
                        .mapToLong(Long::longValue)
                        .sum();
        Map<TableUid, Map<SourceChunk, Long>> refused = warehouse.refusedByChunk(app);
        long refusedRows =
                tables.stream()
                        .map(it -> refused.getOrDefault(it.table(), Map.of()))
                        .mapToLong(it -> from(chunks, it))
                        .sum();
        long altered =
                names.contains(ALTERATIONS)
                        ? from(chunks, warehouse.rowsByChunk(app, ALTERATIONS))
                        : 0;
        return new FileBooks(
                received[0],
                loaded,
                from(chunks, warehouse.duplicatesByChunk(app)),
                letters.size() + refusedRows + tooLarge,
                altered);
    }

    private static long from(Set<SourceChunk> chunks, Map<SourceChunk, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> chunks.contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
