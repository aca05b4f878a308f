package io.sluice.batcher;

import io.sluice.kafka.BatchLine;
import io.sluice.rows.BatchCutter;

import org.apache.kafka.common.TopicPartition;

import java.util.List;
import java.util.Map;

/**
 * A batch that takes nothing more.
 *
 * @param tables the rows, by table
 * @param dead what cannot be loaded
 * @param next the offset to commit of each partition that the batch has read
 * @param reason why it was cut
 * @param rows lines of all tables
 * @param bytes of all lines and letters
 */
record SealedBatch(
        List<BatchCutter.Gathered<Source>> tables,
        List<DeadRecord> dead,
        Map<TopicPartition, Long> next,
        BatchCutter.Reason reason,
        long rows,
        long bytes)
        implements BatchLine.Sealed {
    SealedBatch {
        tables = List.copyOf(tables);
        dead = List.copyOf(dead);
        next = Map.copyOf(next);
    }
}
