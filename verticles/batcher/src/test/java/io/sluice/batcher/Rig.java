package io.sluice.batcher;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.devstack.DevStack;
import io.sluice.events.DeadLetter;
import io.sluice.events.Origin;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;
import io.sluice.registry.Commit;
import io.sluice.registry.Registry;
import io.sluice.rows.BatchCutter;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.rows.Manifest;
import io.sluice.rows.RowReader;
import io.sluice.runtime.Health;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One app on the shared stack: writes its rows topic, reads what batchers made of it. */
final class Rig implements AutoCloseable {
    static final BatchCutter.Limits LIMITS =
            new BatchCutter.Limits(
                    64 << 20, 1_000_000, Duration.ofSeconds(2), Duration.ofMillis(300), 100);

    final DevStack stack = DevStack.shared();
    final String app;
    final Registry registry;
    final KafkaSettings kafka = KafkaSettings.of(stack.kafka());
    final S3ObjectStore store;
    final Health health = new Health();
    private final List<Exception> refused = new CopyOnWriteArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;

    Rig(String app, int partitions, Registry registry) throws Exception {
        this.app = app;
        this.registry = registry;
        this.store = S3ObjectStore.create(storage(stack));
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                stack.kafka(),
                                "max.request.size",
                                kafka.maxRequestBytes()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            create(admin, Topics.rows(app), partitions);
            create(admin, Topics.dead(app), 1);
            create(admin, Topics.LOADS, 3);
        }
    }

    static StorageSettings storage(DevStack stack) {
        var s3 = stack.s3();
        return new StorageSettings(
                Optional.of(s3.uri()),
                s3.region(),
                s3.bucket(),
                Optional.of(new StorageSettings.Credentials(s3.accessKey(), s3.secretKey())),
                StorageSettings.Limits.DEFAULT);
    }

    private void create(Admin admin, String topic, int partitions) throws Exception {
        String limit = Integer.toString(kafka.maxRequestBytes());
        NewTopic made =
                new NewTopic(topic, partitions, (short) 1)
                        .configs(Map.of("max.message.bytes", limit));
        try {
            admin.createTopics(List.of(made)).all().get();
        } catch (ExecutionException failed) {
            assertThat(failed).hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    /** A table with versions up to this one. */
    TableSchema table(String evname, int versions) throws Exception {
        registry.ensureApp(app).toCompletionStage().toCompletableFuture().get();
        TableSchema table =
                registry.table(app, "user", evname).toCompletionStage().toCompletableFuture().get();
        for (int version = table.version() + 1; version <= versions; version++) {
            Lineage lineage = new Lineage(new Origin("t", 0, 0, 0), "test", Instant.now());
            Commit commit =
                    registry.commit(Samples.version(table, version), lineage)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get();
            assertThat(commit).isInstanceOf(Commit.Committed.class);
        }
        return table;
    }

    void send(int partition, TableSchema schema, long first, int count) {
        send(
                partition,
                Samples.header(schema, count).toHeaders(),
                Samples.lines(schema, first, count));
    }

    void send(int partition, Map<String, String> headers, byte[] value) {
        producer.send(
                new ProducerRecord<>(
                        Topics.rows(app), partition, null, null, value, KafkaHeaders.of(headers)),
                (sent, error) -> {
                    if (error != null) {
                        refused.add(error);
                    }
                });
    }

    /** Waits until all that was sent is on Kafka. */
    void flush() {
        producer.flush();
        assertThat(refused).isEmpty();
    }

    BatcherVerticle.Wiring wiring(String slot, BatcherSettings settings) {
        return new BatcherVerticle.Wiring(
                slot,
                settings,
                kafka,
                registry,
                store,
                stack.s3().bucket(),
                new BatcherMetrics(new SimpleMeterRegistry()),
                health);
    }

    /** Deploys batchers and gives the deployment's id. */
    String deploy(Vertx vertx, String slot, BatcherSettings settings) throws Exception {
        return vertx.deployVerticle(
                        BatcherVerticle.instances(wiring(slot, settings)),
                        new DeploymentOptions().setInstances(settings.instances()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    static void undeploy(Vertx vertx, String id) throws Exception {
        vertx.undeploy(id).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** All units of the app that are published now. */
    List<LoadUnit> units() {
        return read(Topics.LOADS).stream()
                .map(record -> LoadUnitCodec.read(record.value()))
                .filter(unit -> unit.app().equals(app))
                .toList();
    }

    List<DeadLetter> letters() {
        return read(Topics.dead(app)).stream()
                .map(it -> DeadLetter.read(KafkaHeaders.reader(it.headers()), it.value()))
                .map(Optional::orElseThrow)
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", stack.kafka());
        properties.put("isolation.level", "read_committed");
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(it -> new TopicPartition(topic, it.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }
    }

    /** The numbers of all rows of a unit, read through its manifest. */
    List<Long> numbers(LoadUnit unit) throws Exception {
        byte[] json = store.get(unit.bucket(), unit.manifestKey()).toCompletableFuture().get();
        Manifest manifest = Manifest.parse(json);
        assertThat(manifest).isEqualTo(Manifest.of(unit.bucket(), unit.files()));
        List<Long> numbers = new ArrayList<>();
        for (LoadUnit.DataFile file : unit.files()) {
            byte[] content = store.get(unit.bucket(), file.key()).toCompletableFuture().get();
            assertThat(content).hasSize((int) file.bytes());
            int before = numbers.size();
            try (var zstd = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(content))) {
                RowReader row = new RowReader(zstd.readAllBytes());
                while (row.next()) {
                    assertThat(row.fields()).isEqualTo(9 + unit.version());
                    numbers.add(Long.parseLong(new String(row.value(9), UTF_8)));
                }
            }
            assertThat(numbers.size() - before).isEqualTo((int) file.rows());
        }
        assertThat(numbers).hasSize((int) unit.rows());
        return numbers;
    }

    /** The numbers of all rows published now. */
    List<Long> numbers() throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (LoadUnit unit : units()) {
            numbers.addAll(numbers(unit));
        }
        return numbers;
    }

    static List<Long> upTo(int end) {
        return IntStream.range(0, end).mapToObj(it -> (long) it).toList();
    }

    @Override
    public void close() {
        producer.close();
        store.close();
    }
}
