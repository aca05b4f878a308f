package io.sluice.batcher.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.archive.ArchiveReader;
import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.ArchiveUnitCodec;
import io.sluice.archive.OffsetRanges;
import io.sluice.archive.RawRecord;
import io.sluice.devstack.DevStack;
import io.sluice.events.ChunkHeader;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.runtime.Health;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageException;
import io.sluice.storage.StorageSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The archive against real Kafka and S3. */
class ArchiverIT {
    private static final String CUT_OFF = "cut off";
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int PARTITIONS = 3;

    private final DevStack stack = DevStack.shared();
    private final KafkaSettings kafka = KafkaSettings.of(stack.kafka());
    private final Map<TopicPartition, List<byte[]>> sent = new TreeMap<>(OpenArchive.ORDER);
    private Vertx vertx;
    private S3ObjectStore store;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        var s3 = stack.s3();
        store =
                S3ObjectStore.create(
                        new StorageSettings(
                                Optional.of(s3.uri()),
                                s3.region(),
                                s3.bucket(),
                                Optional.of(
                                        new StorageSettings.Credentials(
                                                s3.accessKey(), s3.secretKey())),
                                StorageSettings.Limits.DEFAULT));
        producer =
                new KafkaProducer<>(
                        // Else a second batch may overtake the first at a new leader, and the first
                        // is out of order until it is given up.
                        Map.of(
                                "bootstrap.servers",
                                stack.kafka(),
                                "max.in.flight.requests.per.connection",
                                1),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
        producer.close();
        store.close();
    }

    private void topics(String... apps) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            List<NewTopic> topics = new ArrayList<>();
            topics.add(new NewTopic(Topics.ARCHIVE, 1, (short) 1));
            for (String app : apps) {
                topics.add(new NewTopic(Topics.events(app), PARTITIONS, (short) 1));
            }
            for (NewTopic topic : topics) {
                try {
                    admin.createTopics(List.of(topic)).all().get();
                } catch (ExecutionException failed) {
                    assertThat(failed).hasCauseInstanceOf(TopicExistsException.class);
                }
            }
        }
    }

    private void send(String app, int partition, Map<String, String> headers, byte[] value) {
        producer.send(
                new ProducerRecord<>(
                        Topics.events(app),
                        partition,
                        null,
                        null,
                        value,
                        KafkaHeaders.of(headers)));
        sent.computeIfAbsent(
                        new TopicPartition(Topics.events(app), partition),
                        none -> new ArrayList<>())
                .add(value);
    }

    private void send(String app, int n) {
        byte[] value =
                "{\"n\":%d}\n{\"s\":\"%s\"}\n".formatted(n, "x\\\"".repeat(n % 50)).getBytes(UTF_8);
        send(
                app,
                n % PARTITIONS,
                new ChunkHeader(2, 0, 1_420_072_292_000_000L + n, "door", "tag " + n).toHeaders(),
                value);
    }

    private String deploy(String slot, ObjectStore objects, ArchiverSettings settings)
            throws Exception {
        ArchiverVerticle.Wiring wiring =
                new ArchiverVerticle.Wiring(
                        slot,
                        settings,
                        kafka,
                        objects,
                        stack.s3().bucket(),
                        new ArchiverMetrics(new SimpleMeterRegistry()),
                        new Health());
        return vertx.deployVerticle(
                        ArchiverVerticle.instances(wiring),
                        new DeploymentOptions().setInstances(settings.instances()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private void undeploy(String id) throws Exception {
        vertx.undeploy(id).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /**
     * Of one that may have been fenced, or whose last put may be one that fails: what it could not
     * commit, its successor reads again.
     */
    private void end(String id) throws Exception {
        try {
            undeploy(id);
        } catch (ExecutionException stopped) {
            assertThat(stopped)
                    .satisfiesAnyOf(
                            it -> assertThat(it).hasCauseInstanceOf(KafkaException.class),
                            it -> assertThat(it).hasRootCauseMessage(CUT_OFF));
        }
    }

    private static ArchiverSettings settings(String... apps) {
        return ArchiverSettings.OFF
                .of(List.of(apps))
                .with(new ArchiverSettings.Limits(64 << 10, Duration.ofMillis(300), 100));
    }

    private List<ArchiveUnit> units(String app) {
        List<ArchiveUnit> units = new ArrayList<>();
        try (LogReader reader = LogReader.committed(kafka)) {
            reader.whole(
                    Topics.ARCHIVE,
                    System.nanoTime() + LONG.toNanos(),
                    record -> units.add(ArchiveUnitCodec.read(record.value())));
        }
        return units.stream().filter(it -> it.app().equals(app)).toList();
    }

    private long archived(String app) {
        return units(app).stream().mapToLong(ArchiveUnit::records).sum();
    }

    /** Every record of the app's topic is in exactly one published unit, as it was sent. */
    private void assertWhole(String app) throws IOException {
        Map<TopicPartition, TreeMap<Long, RawRecord>> found = new TreeMap<>(OpenArchive.ORDER);
        OffsetRanges covered = new OffsetRanges();
        for (ArchiveUnit unit : units(app)) {
            assertThat(ArchiveUnitCodec.read(get(unit.manifestKey()))).isEqualTo(unit);
            unit.parts()
                    .forEach(
                            part ->
                                    assertThat(covered.within(part.partition(), part.range()))
                                            .as("twice")
                                            .isEmpty());
            covered.add(unit);
            for (ArchiveUnit.File file : unit.files()) {
                byte[] packed = get(file.key());
                assertThat(packed).hasSize((int) file.bytes());
                ArchiveReader reader =
                        new ArchiveReader(
                                new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(packed)));
                long records = 0;
                for (Optional<RawRecord> it = reader.next();
                        it.isPresent();
                        it = reader.next(), records++) {
                    RawRecord raw = it.get();
                    RawRecord before =
                            found.computeIfAbsent(
                                            new TopicPartition(raw.topic(), raw.partition()),
                                            none -> new TreeMap<>())
                                    .put(raw.offset(), raw);
                    assertThat(before).isNull();
                }
                assertThat(records).isEqualTo(file.records());
            }
        }
        sent.forEach(
                (partition, values) -> {
                    if (partition.topic().equals(Topics.events(app))) {
                        List<RawRecord> records =
                                List.copyOf(
                                        found.getOrDefault(partition, new TreeMap<>()).values());
                        assertThat(records)
                                .extracting(it -> new String(it.record().value(), UTF_8).strip())
                                .containsExactlyElementsOf(
                                        values.stream()
                                                .map(it -> new String(it, UTF_8).strip())
                                                .toList());
                        assertThat(
                                        covered.missing(
                                                partition.partition(),
                                                new OffsetRanges.Range(0, values.size())))
                                .isEmpty();
                    }
                });
    }

    private byte[] get(String key) {
        return store.get(stack.s3().bucket(), key).toCompletableFuture().join();
    }

    private OffsetCounters counters(String app) {
        OffsetCounters sum = OffsetCounters.ZERO;
        try (GroupOffsets offsets = new GroupOffsets(kafka)) {
            for (var each : offsets.committed(ArchiverVerticle.GROUP).entrySet()) {
                if (each.getKey().topic().equals(Topics.events(app))) {
                    sum = sum.plus(OffsetCounters.parse(each.getValue().metadata()).counts());
                }
            }
        }
        return sum;
    }

    @Test
    void recordsOfTheAppsNamedAreKeptAsTheyWereSentAndThoseOfOthersAreNot() throws Exception {
        topics("kept", "left");
        for (int n = 0; n < 300; n++) {
            send("kept", n);
            send("left", n);
        }
        send("kept", 0, Map.of(), "no json\n\n{\"a\":1}".getBytes(UTF_8));
        send("kept", 1, Map.of(ChunkHeader.FORMAT, "77"), "any\nthing".getBytes(UTF_8));
        send("kept", 2, new ChunkHeader(0, 4, 5, "door", "a mark").toHeaders(), new byte[0]);
        sent.get(new TopicPartition(Topics.events("kept"), 0)).removeLast();
        sent.get(new TopicPartition(Topics.events("kept"), 0))
                .add("no json\n{\"a\":1}".getBytes(UTF_8));
        producer.flush();
        String id = deploy("kept", store, settings("kept"));
        await().atMost(LONG).untilAsserted(() -> assertThat(archived("kept")).isEqualTo(303));
        undeploy(id);
        assertWhole("kept");
        assertThat(units("left")).isEmpty();
        OffsetCounters counted = counters("kept");
        assertThat(counted.get("records")).isEqualTo(303);
        assertThat(counted.get("events")).isEqualTo(603);
        assertThat(counted.get("units")).isEqualTo(units("kept").size());
    }

    /**
     * The store fails before and after it has taken objects, members come and go, one is fenced by
     * its successor: what is published is whole, and nothing is in it twice.
     */
    @Test
    void whateverFailsNothingIsMissingAndNothingPublishedTwice() throws Exception {
        topics("hard");
        Random random = new Random(42);
        ObjectStore failing = failing(random);
        String first = deploy("hard-a", failing, settings("hard"));
        List<String> later = new ArrayList<>();
        for (int n = 0; n < 1_500; n++) {
            send("hard", n);
            if (n % 50 == 0) {
                producer.flush();
                Thread.sleep(100);
            }
            if (n == 500) {
                later.add(deploy("hard-b", failing, settings("hard")));
            }
            if (n == 900) {
                // The same slot: the one before is fenced, as a zombie is by its successor.
                later.add(deploy("hard-a", failing, settings("hard")));
                end(first);
            }
        }
        producer.flush();
        for (String id : later) {
            end(id);
        }
        String last = deploy("hard-c", store, settings("hard"));
        await().atMost(LONG).untilAsserted(() -> assertThat(archived("hard")).isEqualTo(1_500));
        undeploy(last);
        assertWhole("hard");
        assertThat(counters("hard").get("records")).isEqualTo(1_500);
        assertThat(counters("hard").get("units")).isEqualTo(units("hard").size());
    }

    /** One put in four fails, half of these after the object is there. */
    private ObjectStore failing(Random random) {
        return (ObjectStore)
                Proxy.newProxyInstance(
                        ArchiverIT.class.getClassLoader(),
                        new Class<?>[] {ObjectStore.class},
                        (proxy, method, arguments) -> {
                            int draw = method.getName().equals("put") ? random.nextInt(8) : 7;
                            if (draw == 0) {
                                return failed();
                            }
                            CompletionStage<?> done =
                                    draw > 1
                                            ? (CompletionStage<?>) method.invoke(store, arguments)
                                            : store.put(
                                                            (String) arguments[0],
                                                            (String) arguments[1],
                                                            (ByteBuffer) arguments[2])
                                                    .thenCompose(it -> failed());
                            return done;
                        });
    }

    private static CompletableFuture<Void> failed() {
        return CompletableFuture.failedFuture(
                new StorageException(CUT_OFF, new IOException(CUT_OFF)));
    }
}
