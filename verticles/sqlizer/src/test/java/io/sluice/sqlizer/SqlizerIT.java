package io.sluice.sqlizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.devstack.DevStack;
import io.sluice.events.ChunkHeader;
import io.sluice.events.DeadLetter;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.registry.MemoryRegistry;
import io.sluice.rows.RowReader;
import io.sluice.rows.RowsHeader;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Health;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Settings;
import io.sluice.schema.Column;
import io.sluice.schema.Fit;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class SqlizerIT {
    private static final int PARTITIONS = 4;

    private final DevStack stack = DevStack.shared();
    private final KafkaSettings kafka = KafkaSettings.of(stack.kafka());
    private final String app = "a" + UUID.randomUUID().toString().substring(0, 8);
    private final MemoryRegistry registry = new MemoryRegistry();
    private final List<String> deployed = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Vertx vertx;

    @BeforeEach
    void prepare() throws Exception {
        vertx = Vertx.vertx();
        Bus.register(vertx);
        registry.ensureApp(app).await();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(Topics.events(app), PARTITIONS, (short) 1),
                                    new NewTopic(Topics.rows(app), PARTITIONS, (short) 1),
                                    new NewTopic(Topics.dead(app), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void turnsEventsIntoRowsAndTheRestIntoDeadLetters() throws Exception {
        send(
                0,
                event("user", "m", "{\"a\":1}")
                        + "\n\n{broken\n"
                        + event("user", "m", "{\"a\":2.5,\"b\":\"x\"}"));
        send(1, event("user", "n", "{}"));
        deploy(1);

        await().atMost(Duration.ofSeconds(30)).until(() -> count(Topics.rows(app)) == 3);
        List<ConsumerRecord<byte[], byte[]>> dead = read(Topics.dead(app));
        DeadLetter letter =
                DeadLetter.read(
                                KafkaHeaders.reader(dead.getFirst().headers()),
                                dead.getFirst().value())
                        .orElseThrow();
        assertThat(dead).hasSize(1);
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("{broken");
        assertThat(letter.code()).isEqualTo("invalid_json");
        assertThat(letter.origin().position()).isEqualTo(1);
        TableSchema schema = registry.table(app, "user", "m").await();
        assertThat(schema.columns())
                .extracting(Column::path, Column::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "/body/a", new LogicalType.DoublePrecision()),
                        org.assertj.core.groups.Tuple.tuple(
                                "/body/b", new LogicalType.Varchar(256)));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () ->
                                assertThat(books().counts())
                                        .isEqualTo(
                                                new TreeMap<>(
                                                        Map.of(
                                                                "events", 4L, "rows", 3L, "dead",
                                                                1L, "altered", 0L))));
    }

    @Test
    void keepsBooksAndRowsExactWhenInstancesComeAndGo() throws Exception {
        int chunks = 400;
        deploy(1);
        for (int chunk = 0; chunk < chunks; chunk++) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                int n = chunk * 10 + i;
                lines.append(
                                event(
                                        "t" + n % 5,
                                        "m",
                                        "{\"n\":" + n + ",\"f" + n % 37 + "\":" + n + "}"))
                        .append('\n');
            }
            send(chunk % PARTITIONS, lines.toString());
            if (chunk == 100) {
                deploy(3);
            }
            if (chunk == 250) {
                vertx.undeploy(deployed.removeFirst()).await();
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(books().get("events")).isEqualTo(chunks * 10L));
        Map<String, Integer> seen = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(Topics.rows(app))) {
            RowReader rows = new RowReader(record.value());
            while (rows.next()) {
                String origin =
                        IntStream.of(
                                        SystemColumn._PARTITION.ordinal(),
                                        SystemColumn._OFFSET.ordinal(),
                                        SystemColumn._POSITION.ordinal())
                                .mapToObj(i -> new String(rows.value(i), UTF_8))
                                .reduce("", (a, b) -> a + "/" + b);
                seen.merge(origin, 1, Integer::sum);
            }
        }
        assertThat(seen).hasSize(chunks * 10);
        assertThat(seen.values()).containsOnly(1);
    }

    @Test
    void recordsWhatItAltered() throws Exception {
        send(0, event("user", "m", "{\"a\":\"x\\u0000y\"}"));
        deploy(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> count(Topics.rows(app)) == 2);
        TableSchema alterations = registry.table(app, "", "alterations").await();
        assertThat(alterations.name()).isEqualTo("_sluice_alterations");
        assertThat(alterations.columns())
                .extracting(Column::name)
                .contains("path", "rule", "table_name");
        assertThat(books().get("altered")).isEqualTo(1);
        assertThat(books().get("altered_nul_removed")).isEqualTo(1);
    }

    @Test
    void recordsTheMembersThatALaterOneShadows() throws Exception {
        send(0, event("user", "m", "{\"a\":\"x\",\"a\":7}"));
        deploy(1, "duplicate-keys: keep-last");
        await().atMost(Duration.ofSeconds(30)).until(() -> count(Topics.rows(app)) == 2);
        assertThat(registry.table(app, "user", "m").await().columns())
                .extracting(Column::type)
                .containsExactly(new LogicalType.BigInt());
        String rows =
                read(Topics.rows(app)).stream()
                        .map(record -> new String(record.value(), UTF_8))
                        .collect(Collectors.joining());
        assertThat(rows).contains("\"duplicate_key\"", "\"/body/a\"");
        assertThat(books().get("altered")).isEqualTo(1);
        assertThat(books().get("altered_duplicate_key")).isEqualTo(1);
    }

    @Test
    void foreignRecordsStopNothingAndAreCounted() throws Exception {
        Map<String, String> door =
                new ChunkHeader(1, 0, 1_420_072_292_000_000L, "door", "").toHeaders();
        String good = event("user", "m", "{\"a\":1}");
        List<Map<String, String>> lies = new ArrayList<>();
        for (String lie :
                List.of(
                        "sluice-events=2",
                        "count=4294967297",
                        "count=x",
                        "received=9223372036854775807",
                        "received=-9223372036854775808")) {
            Map<String, String> headers = new HashMap<>(door);
            headers.put(lie.split("=")[0], lie.split("=")[1]);
            lies.add(headers);
        }
        for (Map<String, String> headers : lies) {
            send(0, good.getBytes(UTF_8), headers);
        }
        Map<String, String> noHeaders = Map.of();
        send(0, null, noHeaders);
        send(0, new byte[0], Map.of("x", "\u0000"));
        send(0, "x\n".repeat(500_000).getBytes(UTF_8), noHeaders);
        send(0, new byte[900_000], noHeaders);
        door.put("count", "700");
        send(0, good.getBytes(UTF_8), door);
        send(0, good.getBytes(UTF_8), noHeaders);
        deploy(1);

        await().atMost(Duration.ofSeconds(30)).until(() -> count(Topics.rows(app)) == 2);
        await().atMost(Duration.ofSeconds(10)).until(() -> books().get("rows") == 2);
        long dead = lies.size() + 2;
        assertThat(books().get("dead")).isEqualTo(dead);
        assertThat(books().get("events")).isEqualTo(dead + 2);
        assertThat(read(Topics.dead(app))).hasSize((int) dead);
    }

    /** A poll brings one chunk here, and each would end a transaction if nothing more waited. */
    @Test
    void transactionsAreLargerWhileItCatchesUp() throws Exception {
        int chunks = 300;
        for (int i = 0; i < chunks; i++) {
            send(0, event("user", "m", "{\"a\":1}"));
        }
        deploy(1, "max-poll-records: 1\ncommit-interval: 1ms\ncatch-up-interval: 10s");
        await().atMost(Duration.ofSeconds(30)).until(() -> books().get("rows") == chunks);
        assertThat(meters.get("sluice.sqlizer.committing").timer().count()).isLessThan(10);
    }

    /** The rows that wait for a commit are of a chunk that will be read again. */
    @Test
    void rowsOfPartitionsThatWereLostAreDropped() throws Exception {
        deploy(1, "commit-interval: 10s");
        send(0, event("user", "m", "{\"a\":1}"));
        await().atMost(Duration.ofSeconds(30)).until(() -> count(Topics.rows(app)) == 1);
        double before = chunks();
        send(0, event("user", "m", "{\"a\":2}"));
        await().until(() -> chunks() > before);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            admin.removeMembersFromConsumerGroup(
                            SqlizerVerticle.GROUP, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> books().get("events") == 2);
        assertThat(count(Topics.rows(app))).isEqualTo(2);
        assertThat(books().get("rows")).isEqualTo(2);
    }

    private double chunks() {
        return meters.find("sluice.sqlizer.chunks_in").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void deploy(int instances) {
        deploy(instances, "");
    }

    private void deploy(int instances, String yaml) {
        SqlizerSettings settings =
                SqlizerSettings.read(
                        Settings.parse("instances: 1\n" + yaml, Map.of(), new Problems()),
                        Fit.POSTGRESQL);
        for (int i = 0; i < instances; i++) {
            String slot = "sqlizer-" + app + "-" + deployed.size();
            SqlizerMetrics metrics = new SqlizerMetrics(meters);
            deployed.add(
                    vertx.deployVerticle(
                                    SqlizerVerticle.instances(
                                                    new SqlizerVerticle.Wiring(
                                                            slot,
                                                            settings,
                                                            kafka,
                                                            registry,
                                                            metrics,
                                                            new Health()))
                                            .get())
                            .await());
        }
    }

    private static String event(String entype, String evname, String body) {
        return "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"%s\",\"evname\":\"%s\",\"body\":%s}"
                .formatted(entype, evname, body);
    }

    private void send(int partition, String lines) throws Exception {
        send(partition, lines.getBytes(UTF_8), Map.of());
    }

    /** A record without value where it is null. */
    private void send(int partition, byte[] value, Map<String, String> headers) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.kafka()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    Topics.events(app),
                                    partition,
                                    (byte[]) null,
                                    value,
                                    KafkaHeaders.of(headers)))
                    .get();
        }
    }

    private long count(String topic) {
        return read(topic).stream()
                .mapToInt(
                        record ->
                                RowsHeader.read(KafkaHeaders.reader(record.headers()))
                                        .orElseThrow()
                                        .count())
                .sum();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                stack.kafka(),
                                "isolation.level",
                                "read_committed",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            Set<TopicPartition> all = new java.util.HashSet<>();
            consumer.partitionsFor(topic)
                    .forEach(info -> all.add(new TopicPartition(topic, info.partition())));
            consumer.assign(all);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    private OffsetCounters books() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            OffsetCounters sum = OffsetCounters.ZERO;
            for (var entry :
                    admin.listConsumerGroupOffsets(SqlizerVerticle.GROUP)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .entrySet()) {
                if (entry.getKey().topic().equals(Topics.events(app))) {
                    sum = sum.plus(OffsetCounters.parse(entry.getValue().metadata()).counts());
                }
            }
            return sum;
        }
    }
}
