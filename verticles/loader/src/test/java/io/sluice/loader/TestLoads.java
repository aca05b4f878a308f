package io.sluice.loader;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.devstack.DevStack;
import io.sluice.events.Origin;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.registry.MemoryRegistry;
import io.sluice.registry.UnitRecord;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.rows.Manifest;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Health;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.PostgresWarehouse;
import io.sluice.warehouse.QueryResult;
import io.sluice.warehouse.WarehouseSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The shared stack with a topic of loads, a registry, an app of its own, and loaders to start. */
final class TestLoads {
    static final DevStack STACK = DevStack.shared();
    static final int PARTITIONS = 4;

    private static final AtomicLong OFFSETS = new AtomicLong();
    private static final AtomicInteger APPS = new AtomicInteger();

    private static final String SYSTEM =
            "~N~,\"2015-01-01T00:31:32Z\",\"2015-01-01T00:31:32Z\",1,\"t\",0,%d,0,~N~,";

    final String app = "app" + APPS.getAndIncrement();
    final MemoryRegistry registry = new MemoryRegistry();
    final S3ObjectStore store;
    final PostgresWarehouse warehouse;
    final LoaderMetrics metrics = new LoaderMetrics(new SimpleMeterRegistry());
    final Vertx vertx = Vertx.vertx();
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;
    private final Map<TopicPartition, OffsetAndMetadata> begin;
    private long malformedBefore;

    static final LoaderSettings.Retry QUICK =
            new LoaderSettings.Retry(Duration.ofMillis(20), Duration.ofMillis(200), 5, 2);

    TestLoads() throws Exception {
        var s3 = STACK.s3();
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
        warehouse = warehouse();
        Map<String, Object> kafka = Map.of("bootstrap.servers", STACK.kafka());
        admin = Admin.create(kafka);
        try {
            admin.createTopics(List.of(new NewTopic(Topics.dead(app), 1, (short) 1))).all().get();
            admin.createTopics(List.of(new NewTopic(Topics.LOADS, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException thereAlready) {
            if (!(thereAlready.getCause()
                    instanceof org.apache.kafka.common.errors.TopicExistsException)) {
                throw thereAlready;
            }
        }
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        begin = ends();
        malformedBefore = malformed();
        Bus.register(vertx);
        await(registry.ensureApp(app));
    }

    PostgresWarehouse warehouse() {
        return new PostgresWarehouse(
                WarehouseSettings.of(
                        STACK.warehouseJdbc(), STACK.postgresUser(), STACK.postgresPassword()),
                store);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    /** Starts a loader as a process of its own would, with so many instances. */
    String start(String slot, int instances) throws Exception {
        var wiring =
                new LoaderVerticle.Wiring(
                        slot,
                        LoaderSettings.DEFAULT.with(instances).with(QUICK),
                        new KafkaSettings(
                                STACK.kafka(), KafkaSettings.DEFAULT_MAX_EVENT_BYTES, Map.of()),
                        registry,
                        warehouse,
                        metrics,
                        new Health());
        return await(
                vertx.deployVerticle(
                        LoaderVerticle.instances(wiring),
                        new DeploymentOptions().setInstances(instances)));
    }

    void stop(String deployment) throws Exception {
        await(vertx.undeploy(deployment));
    }

    /** Version 1 of a new table with a BIGINT column "n". */
    TableSchema table(String name) throws Exception {
        TableSchema empty = await(registry.table(app, "t", name));
        TableSchema v1 =
                new TableSchema(
                        empty.table(),
                        app,
                        "t",
                        name,
                        empty.name(),
                        1,
                        List.of(new Column("/body/n", "n", Facts.OF_INT64)));
        await(
                registry.commit(
                        v1,
                        new Lineage(
                                new Origin("sluice.x.events", 0, 0, 0), "test", Instant.now())));
        return v1;
    }

    /** A unit of so many rows whose n are unique. */
    LoadUnit unit(TableSchema schema, int rows) {
        String lines =
                LongStream.range(0, rows)
                        .map(i -> OFFSETS.getAndIncrement())
                        .mapToObj(n -> SYSTEM.formatted(n) + n + "\n")
                        .collect(Collectors.joining());
        return unit(schema, rows, lines);
    }

    LoadUnit unit(TableSchema schema, long rows, String lines) {
        UUID id = UUID.randomUUID();
        byte[] packed = Zstd.compress(lines.getBytes(UTF_8));
        String bucket = STACK.s3().bucket();
        String key = app + "/" + id + "-0.csv.zst";
        String manifest = app + "/" + id + ".manifest.json";
        List<LoadUnit.DataFile> files = List.of(new LoadUnit.DataFile(key, packed.length, rows));
        store.put(bucket, key, packed).toCompletableFuture().join();
        store.put(bucket, manifest, Manifest.of(bucket, files).toJson())
                .toCompletableFuture()
                .join();
        return new LoadUnit(
                id,
                app,
                schema.table(),
                schema.version(),
                schema.fingerprint(),
                rows,
                0,
                bucket,
                manifest,
                files,
                0);
    }

    void publish(List<LoadUnit> units) throws Exception {
        for (LoadUnit unit : units) {
            byte[] key = (unit.app() + "/" + unit.table()).getBytes(UTF_8);
            producer.send(new ProducerRecord<>(Topics.LOADS, key, LoadUnitCodec.write(unit)));
        }
        producer.flush();
    }

    /** The same unit under another identity and table. */
    LoadUnit ofTable(LoadUnit unit, TableUid table) {
        return new LoadUnit(
                UUID.randomUUID(),
                unit.app(),
                table,
                unit.version(),
                unit.fingerprint(),
                unit.rows(),
                unit.withId(),
                unit.bucket(),
                unit.manifestKey(),
                unit.files(),
                unit.cutMicros());
    }

    /** A record that need not be a unit; without a value where it is null. */
    void publishRaw(byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(Topics.LOADS, value)).get();
    }

    List<UnitRecord> units(UnitRecord.State state) throws Exception {
        return await(registry.units(app, state));
    }

    /** Rows of a table, and how many different ones. */
    List<Long> counts(TableSchema schema) {
        QueryResult result =
                warehouse.query(app, "SELECT count(*), count(DISTINCT n) FROM " + schema.name());
        List<Long> counts = new ArrayList<>();
        for (QueryResult.Value value : result.rows().getFirst()) {
            counts.add(((QueryResult.Num) value).value().longValueExact());
        }
        return counts;
    }

    /** A unit of so many rows, and as many of them as follow have a text where n has to be. */
    LoadUnit unitWithBadRows(TableSchema schema, int rows, int bad) {
        String lines =
                LongStream.range(0, rows)
                        .mapToObj(
                                i -> {
                                    long n = OFFSETS.getAndIncrement();
                                    return SYSTEM.formatted(n)
                                            + (i < rows - bad ? n : "\"no\nnumber " + n + '"')
                                            + "\n";
                                })
                        .collect(Collectors.joining());
        return unit(schema, rows, lines);
    }

    /** All dead letters of the app that are committed, by their records' keys. */
    List<ConsumerRecord<byte[], byte[]>> letters() {
        TopicPartition dead = new TopicPartition(Topics.dead(app), 0);
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                (Object) STACK.kafka(),
                                "isolation.level",
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(dead));
            consumer.seekToBeginning(List.of(dead));
            long end = consumer.endOffsets(List.of(dead)).get(dead);
            while (consumer.position(dead) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    /** Records between the group's offsets and the ends. */
    long behind() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(LoaderVerticle.GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get();
        long behind = 0;
        for (var end : ends().entrySet()) {
            OffsetAndMetadata offset = committed.get(end.getKey());
            behind += end.getValue().offset() - (offset == null ? 0 : offset.offset());
        }
        return behind;
    }

    /** Records of this test that were counted as no units. */
    long malformed() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed =
                admin.listConsumerGroupOffsets(LoaderVerticle.GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get();
        return committed.values().stream()
                        .mapToLong(
                                it ->
                                        OffsetCounters.parse(it.metadata())
                                                .get(PartitionProgress.MALFORMED))
                        .sum()
                - malformedBefore;
    }

    /** Makes the group read all of this test again; no loader may run. */
    void rewind() {
        // The broker refuses until the last member has left.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(
                        () -> {
                            admin.alterConsumerGroupOffsets(LoaderVerticle.GROUP, begin)
                                    .all()
                                    .get();
                            return true;
                        });
    }

    private Map<TopicPartition, OffsetAndMetadata> ends() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            TopicPartition partition = new TopicPartition(Topics.LOADS, i);
            var end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()));
            ends.put(
                    partition,
                    new OffsetAndMetadata(end.partitionResult(partition).get().offset()));
        }
        return ends;
    }

    static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                STACK.warehouseJdbc(), STACK.postgresUser(), STACK.postgresPassword());
    }

    static void sql(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void close() throws Exception {
        await(vertx.close());
        warehouse.close();
        producer.close();
        admin.close();
        store.close();
    }
}
