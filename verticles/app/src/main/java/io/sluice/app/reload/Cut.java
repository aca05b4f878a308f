package io.sluice.app.reload;

import io.sluice.batcher.BatcherVerticle;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.Topics;
import io.sluice.loader.LoaderVerticle;
import io.sluice.loader.RegistryVersions;
import io.sluice.registry.UnitRecord;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.sqlizer.SqlizerVerticle;
import io.sluice.warehouse.WarehouseException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Finds offsets of an app's events below which every event has come to its end: its row of a table
 * is in the ledger. Takes what the sqlizer has read, and waits until that has passed the batcher
 * and the loader; what is read meanwhile is behind the cut. So tables may be written all the time.
 */
final class Cut {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Of units that wait or were set aside. */
    private static final int MOST = 100_000;

    private final KafkaSettings kafka;
    private final RegistryVersions registry;
    private final TableSchema table;
    private final long deadline;

    Cut(KafkaSettings kafka, RegistryVersions registry, TableSchema table, Duration limit) {
        this.kafka = kafka;
        this.registry = registry;
        this.table = table;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * The first offset of each partition that is not below the cut.
     *
     * @throws WarehouseException if rows of the table were set aside, or do not arrive in time
     */
    Map<Integer, Long> await() throws InterruptedException {
        String app = table.app();
        Map<Integer, Long> cut = new HashMap<>();
        try (GroupOffsets offsets = new GroupOffsets(kafka)) {
            offsets.committed(SqlizerVerticle.GROUP)
                    .forEach(
                            (partition, committed) -> {
                                if (partition.topic().equals(Topics.events(app))) {
                                    cut.put(partition.partition(), committed.offset());
                                }
                            });
            passed(offsets, BatcherVerticle.GROUP, Topics.rows(app), Cut::rowsOf);
            passed(offsets, LoaderVerticle.GROUP, Topics.LOADS, Cut::unitOf);
        }
        loaded();
        return cut;
    }

    private interface TableOf {
        boolean isOf(TableUid table, ConsumerRecord<byte[], byte[]> record);
    }

    private static boolean rowsOf(TableUid table, ConsumerRecord<byte[], byte[]> record) {
        return RowsHeader.read(KafkaHeaders.reader(record.headers()))
                .filter(it -> it.table().equals(table))
                .isPresent();
    }

    private static boolean unitOf(TableUid table, ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() != null
                    && LoadUnitCodec.read(record.value()).table().equals(table);
        } catch (IllegalArgumentException noUnit) {
            return false;
        }
    }

    /** Waits until a group has read all records of the table that its topic has now. */
    private void passed(GroupOffsets offsets, String group, String topic, TableOf ofTable)
            throws InterruptedException {
        Map<TopicPartition, Long> ends = offsets.ends(offsets.partitions(List.of(topic)));
        while (true) {
            Map<TopicPartition, LogReader.Range> unread = new HashMap<>();
            var committed = offsets.committed(group);
            Map<TopicPartition, Long> begins = offsets.begins(ends.keySet());
            ends.forEach(
                    (partition, end) -> {
                        var at = committed.get(partition);
                        long from =
                                Math.max(
                                        begins.getOrDefault(partition, 0L),
                                        at == null ? 0 : at.offset());
                        if (from < end) {
                            unread.put(partition, new LogReader.Range(from, end));
                        }
                    });
            long left = count(unread, record -> ofTable.isOf(table.table(), record));
            if (left == 0) {
                return;
            }
            pause(
                    "%d records of it on %s are not read by the group %s"
                            .formatted(left, topic, group));
        }
    }

    private long count(
            Map<TopicPartition, LogReader.Range> ranges,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        long[] count = {0};
        if (!ranges.isEmpty()) {
            try (LogReader reader = LogReader.committed(kafka)) {
                reader.read(ranges, deadline, record -> count[0] += wanted.test(record) ? 1 : 0);
            }
        }
        return count[0];
    }

    /** Waits until the units of the table that are published now are loaded. */
    private void loaded() throws InterruptedException {
        Set<UUID> open = units(UnitRecord.State.PUBLISHED);
        while (true) {
            Set<UUID> still = units(UnitRecord.State.PUBLISHED);
            still.retainAll(open);
            if (still.isEmpty()) {
                break;
            }
            pause(still.size() + " units of it are published and not loaded");
        }
        int parked = units(UnitRecord.State.PARKED).size();
        if (parked > 0) {
            throw new WarehouseException(
                    WarehouseException.Kind.REFUSED,
                    ("%d units of table %s were set aside (see the books): their events are in the"
                                    + " source and their rows not in the ledger. Reload it from its"
                                    + " batches")
                            .formatted(parked, table.name()));
        }
    }

    private Set<UUID> units(UnitRecord.State state) {
        Set<UUID> units = new HashSet<>();
        for (UnitRecord it : registry.units(table.app(), state, MOST)) {
            if (it.unit().table().equals(table.table())) {
                units.add(it.unit().id());
            }
        }
        return units;
    }

    private void pause(String waitsFor) throws InterruptedException {
        if (System.nanoTime() - deadline > 0) {
            throw new WarehouseException(
                    WarehouseException.Kind.REFUSED,
                    "rows of table %s are still on their way: %s. Are batcher and loader running?"
                            .formatted(table.name(), waitsFor));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
}
