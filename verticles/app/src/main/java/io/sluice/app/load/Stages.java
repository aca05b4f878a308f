package io.sluice.app.load;

import io.sluice.batcher.BatcherVerticle;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.sluice.registry.UnitRecord;
import io.sluice.sqlizer.SqlizerVerticle;
import io.sluice.warehouse.LedgerSums;
import io.sluice.warehouse.Warehouse;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How far an app's events have come, from what the stages committed with their work: the counters
 * beside the offsets, and the ledger.
 *
 * @param chunksBehind records on the events topic that the sqlizer has not committed yet
 * @param events events that the sqlizer has read
 * @param dead of them, dead letters
 * @param altered alterations noted
 * @param rowsOut rows that the sqlizer sent, those of its own tables included, and that the batcher
 *     has not refused
 * @param rowsBatched rows that the batcher published
 * @param rowsLoaded rows of units in the ledger, duplicates included
 * @param rowsParked rows of units that were set aside
 */
public record Stages(
        long chunksBehind,
        long events,
        long dead,
        long altered,
        long rowsOut,
        long rowsBatched,
        long rowsLoaded,
        long rowsParked) {

    /** Reads the state of now. Blocks. */
    public static Stages read(
            String app, GroupOffsets offsets, Registry registry, Warehouse warehouse) {
        Collection<TopicPartition> partitions = offsets.partitions(List.of(Topics.events(app)));
        Map<TopicPartition, OffsetAndMetadata> sqlizer = offsets.committed(SqlizerVerticle.GROUP);
        Map<TopicPartition, Long> ends = offsets.ends(partitions);
        Map<TopicPartition, Long> begins = offsets.begins(partitions);
        long behind = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata committed = sqlizer.get(partition);
            long from = committed == null ? begins.getOrDefault(partition, 0L) : committed.offset();
            behind += ends.getOrDefault(partition, 0L) - from;
        }
        OffsetCounters read = counters(sqlizer, Topics.events(app));
        OffsetCounters batched =
                counters(offsets.committed(BatcherVerticle.GROUP), Topics.rows(app));
        LedgerSums ledger = warehouse.ledgerSums(app);
        long parked =
                registry
                        .units(app, UnitRecord.State.PARKED)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .stream()
                        .mapToLong(unit -> unit.unit().rows())
                        .sum();
        return new Stages(
                behind,
                read.get("events"),
                read.get("dead"),
                read.get("altered"),
                read.get("rows")
                        + read.get("altered")
                        + read.get("pieces")
                        - batched.get("refused"),
                batched.get("rows"),
                ledger.rows(),
                parked);
    }

    /** The counters that a group has committed on a topic, over its partitions. */
    public static OffsetCounters counters(
            Map<TopicPartition, OffsetAndMetadata> committed, String topic) {
        OffsetCounters sum = OffsetCounters.ZERO;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
            if (entry.getKey().topic().equals(topic)) {
                sum = sum.plus(OffsetCounters.parse(entry.getValue().metadata()).counts());
            }
        }
        return sum;
    }

    /** Nothing is under way. */
    public boolean settled() {
        return chunksBehind == 0
                && rowsOut == rowsBatched
                && rowsBatched == rowsLoaded + rowsParked;
    }

    /** Rows that are still to be loaded; more than anybody can tell while chunks are unread. */
    public long rowsBehind() {
        return chunksBehind > 0 ? Long.MAX_VALUE : rowsOut - rowsLoaded - rowsParked;
    }

    /** The first stage that has something to do, in words. */
    public String waitsFor() {
        if (chunksBehind > 0) {
            return "the sqlizer: " + chunksBehind + " chunks behind";
        }
        if (rowsOut != rowsBatched) {
            return "the batcher: " + (rowsOut - rowsBatched) + " rows behind";
        }
        return settled()
                ? "nothing"
                : "the loader: " + (rowsBatched - rowsLoaded - rowsParked) + " rows behind";
    }
}
