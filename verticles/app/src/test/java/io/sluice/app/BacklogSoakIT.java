package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.app.load.Stages;
import io.sluice.batcher.BatcherVerticle;
import io.sluice.events.ChunkHeader;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.loader.LoaderVerticle;
import io.sluice.sqlizer.SqlizerVerticle;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * A backlog of all of {@code -Dsluice.backlog} events (10,000,000) in {@code -Dsluice.tables}
 * tables (1,200) waits in front of each stage in turn, which drains it alone with a heap of {@code
 * -Dsluice.heap} MiB (192). Prints time, memory and what garbage collection took.
 */
class BacklogSoakIT {
    private static final String APP = "demo";
    private static final long EVENTS = Long.getLong("sluice.backlog", 10_000_000);
    private static final int TABLES = Integer.getInteger("sluice.tables", 1_200);
    private static final int HEAP = Integer.getInteger("sluice.heap", 192);
    private static final int CHUNK_BYTES = 128 * 1024;

    /** Half of the events are of as many kinds, as with real senders. */
    private static final int COMMON = 8;

    /** Each of two instances holds four times this. */
    private static final Map<String, String> SMALL_BATCHES =
            Map.of("# max-bytes: 64MiB", "max-bytes: 16MiB");

    private static final Duration LIMIT = Duration.ofMinutes(60);

    @TempDir private Path folder;
    private BackendsProcess backends;
    private Map<String, String> environment;
    private GroupOffsets offsets;

    @BeforeEach
    void begin() throws Exception {
        backends = BackendsProcess.start(folder);
        environment = new HashMap<>(backends.environment());
        environment.put("SLUICE_BATCH_AGE", "5s");
        offsets = new GroupOffsets(KafkaSettings.of(kafka()));
        try (BoundedRole franz =
                BoundedRole.ready(Role.FRANZ, folder, environment, HEAP, Map.of())) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> !offsets.partitions(List.of(Topics.rows(APP))).isEmpty());
            franz.terminate();
        }
    }

    @AfterEach
    void end() {
        offsets.close();
        backends.close();
    }

    private String kafka() {
        return environment.get("SLUICE_KAFKA");
    }

    @Test
    void eachRoleDrainsItsBacklogWithinAFixedHeap() throws Exception {
        fill();
        drain(
                Role.SQLIZER,
                () -> counters(SqlizerVerticle.GROUP, Topics.events(APP)).get("rows") == EVENTS);
        drain(
                Role.BATCHER,
                () -> counters(BatcherVerticle.GROUP, Topics.rows(APP)).get("rows") == EVENTS);
        drain(Role.LOADER, () -> behind(LoaderVerticle.GROUP, Topics.LOADS) == 0);
        assertThat(
                        backends.query(
                                "SELECT sum(loaded) FROM (SELECT (xpath('/row/c/text()',"
                                    + " query_to_xml(format('SELECT count(*) c FROM %I.%I',"
                                    + " schemaname, tablename), false, true, '')))[1]::text::bigint"
                                    + " AS loaded FROM pg_tables WHERE schemaname = 'demo' AND"
                                    + " tablename LIKE '\\_e\\_%') t"))
                .isEqualTo(EVENTS);
    }

    private void drain(Role role, Callable<Boolean> done) throws Exception {
        long start = System.nanoTime();
        try (BoundedRole bounded =
                BoundedRole.ready(
                        role,
                        folder,
                        environment,
                        HEAP,
                        role == Role.BATCHER ? SMALL_BATCHES : Map.of())) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(
                            () -> {
                                bounded.assertAlive();
                                return done.call();
                            });
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%s: %d events in %.1f s, %.0f/s; heap at most %d MiB, process at most %d MiB,"
                            + " %.1f s of garbage collection%n",
                    role.word(),
                    EVENTS,
                    seconds,
                    EVENTS / seconds,
                    HEAP,
                    bounded.peakMib(),
                    bounded.gcSeconds());
            bounded.terminate();
        }
    }

    private OffsetCounters counters(String group, String topic) {
        return Stages.counters(offsets.committed(group), topic);
    }

    private long behind(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> committed = offsets.committed(group);
        long behind = 0;
        for (var end : offsets.ends(offsets.partitions(List.of(topic))).entrySet()) {
            OffsetAndMetadata offset = committed.get(end.getKey());
            behind += end.getValue() - (offset == null ? 0 : offset.offset());
        }
        return behind;
    }

    /** As the door would: chunks of events of many kinds. */
    private void fill() {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Object> properties =
                Map.of("bootstrap.servers", kafka(), "compression.type", "lz4", "linger.ms", "5");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            StringBuilder chunk = new StringBuilder(CHUNK_BYTES + 512);
            int count = 0;
            for (long n = 0; n < EVENTS; n++) {
                append(chunk, n, random);
                count++;
                if (chunk.length() >= CHUNK_BYTES || n == EVENTS - 1) {
                    producer.send(record(chunk, count));
                    chunk.setLength(0);
                    count = 0;
                }
            }
        }
    }

    private static void append(StringBuilder chunk, long n, SplittableRandom random) {
        int kind = random.nextInt(random.nextBoolean() ? COMMON : TABLES);
        chunk.append("{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"kind\",\"evname\":\"e")
                .append(kind)
                .append("\",\"body\":{\"n\":")
                .append(n)
                .append(",\"place\":\"caverns\",\"is_premium\":false,\"score\":")
                .append(random.nextInt(10_000))
                .append(".25,\"own")
                .append(kind % 7)
                .append("\":")
                .append(random.nextInt(100))
                .append("}}\n");
    }

    private static ProducerRecord<byte[], byte[]> record(StringBuilder chunk, int count) {
        ChunkHeader header = new ChunkHeader(count, 0, 1_420_072_292_000_000L, "soak", "");
        Integer anyPartition = null;
        byte[] noKey = null;
        return new ProducerRecord<>(
                Topics.events(APP),
                anyPartition,
                noKey,
                chunk.toString().getBytes(US_ASCII),
                KafkaHeaders.of(header.toHeaders()));
    }
}
