package io.sluice.sqlizer;

import static java.util.Objects.requireNonNull;

import io.sluice.events.DeadLetter;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.RecordWork;
import io.sluice.kafka.Topics;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.TableSchema;
import io.sluice.sqlizer.WaitingChunks.Held;
import io.vertx.core.Future;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The work of one sqlizer instance: encode chunks, send rows and dead letters, and commit them with
 * the offsets and the counters of the books in one transaction.
 *
 * <p>A chunk that a table does not hold yet makes its partition wait, with nothing of the chunk
 * sent: the partition is paused and the chunk held while the registry is asked, and all others go
 * on; so no transaction stays open across a registry call.
 */
final class SqlizerWork implements RecordWork {
    private static final Logger log = LoggerFactory.getLogger(SqlizerWork.class);

    /** Part of the commit interval after which silence ends a transaction. */
    private static final int IDLE_PART = 4;

    private final SqlizerSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final Executor loop;
    private final TransactionalWriter writer;
    private final Function<Survey, Future<List<TableSchema>>> proposals;
    private final SqlizerMetrics metrics;
    private final Tally tally;
    private final Tables tables;
    private final ChunkEncoder encoder;
    private final Map<TopicPartition, PartitionBooks> books = new HashMap<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final WaitingChunks waiting;
    private long openedAt;
    private long openBytes;
    private long openRows;
    private long openAltered;

    SqlizerWork(
            SqlizerSettings settings,
            Consumer<byte[], byte[]> consumer,
            Executor loop,
            TransactionalWriter writer,
            Function<Survey, Future<List<TableSchema>>> proposals,
            SqlizerMetrics metrics,
            Tally tally,
            Tables tables,
            ChunkEncoder encoder) {
        this.settings = settings;
        this.consumer = consumer;
        this.loop = loop;
        this.writer = writer;
        this.proposals = proposals;
        this.metrics = metrics;
        this.tally = tally;
        this.tables = tables;
        this.encoder = encoder;
        this.waiting = new WaitingChunks(settings.maxOpenBytes());
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            String metadata = offset == null ? "" : offset.metadata();
            books.put(partition, new PartitionBooks(OffsetCounters.parse(metadata)));
        }
    }

    @Override
    public void work(ConsumerRecords<byte[], byte[]> records) {
        long begin = System.nanoTime();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> chunks = records.records(partition);
            if (waiting.contains(partition)) {
                // Whoever let it go on: these come after those that are held.
                consumer.pause(Set.of(partition));
                consumer.seek(partition, chunks.getFirst().offset());
            } else {
                OffsetAndMetadata next = requireNonNull(records.nextOffsets().get(partition));
                read(partition, new Held(chunks, next.offset()));
            }
        }
        records.nextOffsets().forEach((partition, next) -> passed(partition, next.offset()));
        if (!records.isEmpty()) {
            metrics.worked(Duration.ofNanos(System.nanoTime() - begin));
        }
        if (!offsets.isEmpty() && (isDue(records) || openBytes >= settings.maxOpenBytes())) {
            commit();
        }
    }

    private boolean isDue(ConsumerRecords<byte[], byte[]> records) {
        long open = System.nanoTime() - openedAt;
        long interval = settings.commitInterval().toNanos();
        if (records.isEmpty()) {
            // Where nothing comes there is nothing to wait for.
            return open >= interval / IDLE_PART;
        }
        return open >= interval
                && (open >= settings.catchUpInterval().toNanos() || !isBehind(records));
    }

    /** Whether Kafka has more of a partition than it gave just now. */
    private boolean isBehind(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.currentLag(partition).orElse(0) > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Marks of transactions take offsets too, such as that of a replay: who has read all before one
     * has read it, or the topic would seem to have a chunk that nobody reads.
     */
    private void passed(TopicPartition partition, long next) {
        if (waiting.contains(partition) || !consumer.assignment().contains(partition)) {
            return;
        }
        if (offsets.isEmpty()) {
            openedAt = System.nanoTime();
        }
        offsets.put(partition, next);
    }

    private void read(TopicPartition partition, Held chunks) {
        List<ConsumerRecord<byte[], byte[]>> records = chunks.records();
        String app = Topics.appOf(partition.topic()).orElseThrow();
        for (int i = 0; i < records.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            if (!encoder.encode(app, record)) {
                List<ConsumerRecord<byte[], byte[]>> rest = records.subList(i, records.size());
                waitForSchema(partition, app, new Held(rest, chunks.next()));
                return;
            }
            note(partition, app, record);
            if (openBytes >= settings.maxOpenBytes()) {
                commit();
            }
        }
    }

    private void note(TopicPartition partition, String app, ConsumerRecord<byte[], byte[]> record) {
        if (offsets.isEmpty()) {
            openedAt = System.nanoTime();
        }
        int bytes = record.value() == null ? 0 : record.value().length;
        metrics.chunk(encoder.events(), bytes);
        for (DeadLetter letter : encoder.dead()) {
            metrics.dead(letter.code());
            writer.send(record(Topics.dead(app), null, letter.value(), letter.toHeaders()));
        }
        books(partition)
                .add(
                        encoder.events(),
                        encoder.rows(),
                        encoder.dead().size(),
                        encoder.altered(),
                        encoder.pieces());
        books(partition).lumped(encoder.lumped());
        tally.add(encoder.events(), encoder.rows(), encoder.dead().size());
        // A row of a wide table is many times as long as the event it is made from.
        openBytes += Math.max(bytes, tables.grown());
        openRows += encoder.rows();
        for (int count : encoder.altered().values()) {
            openAltered += count;
        }
        offsets.put(partition, record.offset() + 1);
        // Kafka works on what is complete while the rest is made.
        for (TableRows table : tables.touched()) {
            if (table.hasPieces()) {
                table.drainPieces(sender(table));
            }
        }
    }

    private BiConsumer<RowsHeader, byte[]> sender(TableRows table) {
        String topic = Topics.rows(table.schema().app());
        return (header, value) -> {
            metrics.rowChunk(value.length);
            writer.send(record(topic, table.key(), value, header.toHeaders()));
        };
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] key, byte[] value, Map<String, String> headers) {
        Integer byKey = null;
        return new ProducerRecord<>(topic, byKey, key, value, KafkaHeaders.of(headers));
    }

    private PartitionBooks books(TopicPartition partition) {
        return books.computeIfAbsent(partition, unknown -> new PartitionBooks(OffsetCounters.ZERO));
    }

    /**
     * Pauses the partition at its first chunk that lacks, and asks for all that the others lack.
     */
    private void waitForSchema(TopicPartition partition, String app, Held chunks) {
        Survey survey = new Survey(settings.rules());
        for (ConsumerRecord<byte[], byte[]> record : chunks.records()) {
            encoder.survey(app, record, survey);
        }
        consumer.pause(Set.of(partition));
        if (!waiting.add(partition, chunks)) {
            consumer.seek(partition, chunks.records().getFirst().offset());
        }
        metrics.survey();
        proposals
                .apply(survey)
                .onSuccess(schemas -> loop.execute(() -> goOn(partition, schemas)))
                .onFailure(
                        failure ->
                                log.atWarn()
                                        .setMessage("No schema: the partition stays paused")
                                        .addKeyValue("topic", partition.topic())
                                        .addKeyValue("partition", partition.partition())
                                        .setCause(failure)
                                        .log());
    }

    private void goOn(TopicPartition partition, List<TableSchema> schemas) {
        schemas.forEach(tables::install);
        Optional<Held> chunks = waiting.remove(partition);
        if (chunks.isEmpty() || !consumer.assignment().contains(partition)) {
            return;
        }
        if (!chunks.get().records().isEmpty()) {
            read(partition, chunks.get());
            passed(partition, chunks.get().next());
        }
        if (!waiting.contains(partition)) {
            consumer.resume(Set.of(partition));
        }
    }

    /** Takes a newer version that another instance made, so as not to propose the same again. */
    void install(TableSchema schema) {
        TableKey key = TableKey.of(schema.app(), schema.entype(), schema.evname());
        if (tables.schema(key) != null) {
            tables.install(schema);
        }
    }

    private void commit() {
        long begin = System.nanoTime();
        for (TableRows table : tables.waiting()) {
            table.drain(sender(table));
        }
        tables.drained();
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach(
                (partition, offset) ->
                        committed.put(
                                partition,
                                new OffsetAndMetadata(
                                        offset, books(partition).counters().encode())));
        writer.commit(committed, consumer.groupMetadata());
        metrics.committed(openRows, openAltered, Duration.ofNanos(System.nanoTime() - begin));
        offsets.clear();
        openBytes = 0;
        openRows = 0;
        openAltered = 0;
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        commit();
        forget(partitions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        if (!offsets.isEmpty()) {
            // Rows of partitions lost and kept wait for one transaction, or lie in it: all of it
            // goes. Their next owner reads them again.
            throw new IllegalStateException(
                    "partitions were lost in mid-transaction: " + partitions);
        }
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(
                partition -> {
                    books.remove(partition);
                    offsets.remove(partition);
                    waiting.remove(partition);
                });
    }

    @Override
    public void drain() {
        commit();
    }

    @Override
    public void close() {
        writer.close();
    }
}
