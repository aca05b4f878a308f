package io.sluice.app.books;

import io.sluice.app.load.TopicScan;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.Topics;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.TableUid;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What lies on the topics and is not read yet, counted from the headers of the records.
 *
 * @param events by partition of the events topics
 * @param rows by rows topic and table
 * @param undecidedRows by rows topic: rows that may be of open transactions
 * @param units on the topic of loads
 * @param undecidedUnits units that may be of open transactions
 */
record Unread(
        Map<TopicPartition, Long> events,
        Map<String, Map<TableUid, Long>> rows,
        Map<String, Long> undecidedRows,
        Map<UUID, Unit> units,
        Map<UUID, Unit> undecidedUnits) {

    private Unread() {
        this(
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    /** As much of a unit as the books need. */
    record Unit(
            UUID id, String app, TableUid table, long rows, String manifestKey, long cutMicros) {
        static Unit of(LoadUnit unit) {
            return new Unit(
                    unit.id(),
                    unit.app(),
                    unit.table(),
                    unit.rows(),
                    unit.manifestKey(),
                    unit.cutMicros());
        }
    }

    /**
     * Reads what the three groups have not read.
     *
     * @param deadline by {@link System#nanoTime}
     * @throws org.apache.kafka.common.errors.TimeoutException if the deadline passes first
     */
    static Unread read(
            KafkaSettings kafka, Group sqlizer, Group batcher, Group loader, long deadline) {
        Unread unread = new Unread();
        try (LogReader committed = LogReader.committed(kafka);
                LogReader everything = LogReader.everything(kafka)) {
            committed.read(ranges(sqlizer, Standing::unread), deadline, unread::event);
            committed.read(ranges(batcher, Standing::unread), deadline, unread::rows);
            everything.read(ranges(batcher, Standing::undecided), deadline, unread::undecided);
            unread.units(committed, everything, loader, deadline);
        }
        return unread;
    }

    /** Reads only units that no loader has read; as {@link #read}. */
    static Unread units(KafkaSettings kafka, Group loader, long deadline) {
        Unread unread = new Unread();
        try (LogReader committed = LogReader.committed(kafka);
                LogReader everything = LogReader.everything(kafka)) {
            unread.units(committed, everything, loader, deadline);
        }
        return unread;
    }

    private void units(LogReader committed, LogReader everything, Group loader, long deadline) {
        committed.read(
                ranges(loader, Standing::unread),
                deadline,
                record -> unit(record).ifPresent(it -> units.put(it.id(), it)));
        everything.read(
                ranges(loader, Standing::undecided),
                deadline,
                record -> unit(record).ifPresent(it -> undecidedUnits.put(it.id(), it)));
    }

    private static Map<TopicPartition, LogReader.Range> ranges(
            Group group, Function<Standing, LogReader.Range> range) {
        Map<TopicPartition, LogReader.Range> ranges = new HashMap<>();
        group.standings().forEach(it -> ranges.put(it.partition(), range.apply(it)));
        return ranges;
    }

    private void event(ConsumerRecord<byte[], byte[]> record) {
        events.merge(
                new TopicPartition(record.topic(), record.partition()),
                (long) TopicScan.events(record),
                Long::sum);
    }

    private void rows(ConsumerRecord<byte[], byte[]> record) {
        Optional<RowsHeader> header = header(record);
        long count = counted(header, record);
        if (count > 0) {
            rows.computeIfAbsent(record.topic(), none -> new HashMap<>())
                    .merge(header.orElseThrow().table(), count, Long::sum);
        }
    }

    private void undecided(ConsumerRecord<byte[], byte[]> record) {
        undecidedRows.merge(record.topic(), counted(header(record), record), Long::sum);
    }

    private static Optional<RowsHeader> header(ConsumerRecord<byte[], byte[]> record) {
        return RowsHeader.read(KafkaHeaders.reader(record.headers()));
    }

    private static long counted(
            Optional<RowsHeader> header, ConsumerRecord<byte[], byte[]> record) {
        return RowsHeader.counted(header, Topics.appOf(record.topic()).orElseThrow());
    }

    /** The loader sets aside what is no unit, and says so. */
    static Optional<Unit> unit(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(Unit.of(LoadUnitCodec.read(value)));
        } catch (IllegalArgumentException noUnit) {
            return Optional.empty();
        }
    }
}
