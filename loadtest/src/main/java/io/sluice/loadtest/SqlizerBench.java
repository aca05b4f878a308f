package io.sluice.loadtest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.devstack.ForkedKafka;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;
import io.sluice.registry.CachedRegistry;
import io.sluice.registry.PostgresRegistry;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistrySettings;
import io.sluice.rows.RowsHeader;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Health;
import io.sluice.sqlizer.SqlizerMetrics;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.sqlizer.SqlizerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Kafka to Kafka: two sqlizers as in production, transactions and all, on a registry in PostgreSQL
 * and a broker in a process of its own. A round is timed from the moment when its events become
 * visible until the commit of its last row. Rows are counted at the end, as a consumer sees them.
 */
final class SqlizerBench {
    private static final String NAME = "sqlizer";
    private static final String APP = "bench";
    private static final String DATABASE = "registry";
    private static final int PARTITIONS = 4;
    private static final int INSTANCES = 2;
    private static final double TARGET = 400_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Effort effort;
    private final int events;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Health health = new Health();
    private long seed = 1;
    private long fed;

    private SqlizerBench(Effort effort) {
        this.effort = effort;
        this.events = effort.of(2_000_000, 1_000_000);
    }

    static Result run(Effort effort) throws Exception {
        return new SqlizerBench(effort).measure();
    }

    private Result measure() throws Exception {
        try (Workspace workspace = Workspace.make()) {
            ForkedKafka broker =
                    workspace.keep(
                            ForkedKafka.start(
                                    workspace.folder().resolve("kafka"), 0, "1g", Map.of()));
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
            Clients clients = new Clients(kafka);
            clients.topics(
                    List.of(Topics.events(APP), Topics.rows(APP), Topics.dead(APP)), PARTITIONS);
            PlainCopy yardstick = new PlainCopy(clients, PARTITIONS);
            yardstick.prepare(new Mission(seed), events);
            effort.note(
                    "%s: the yardstick is fastest with %d loop(s), so it has them",
                    NAME, yardstick.chooseLoops(INSTANCES));
            deploy(workspace, kafka);
            ChunkFeed feed = workspace.keep(new ChunkFeed(clients, APP, PARTITIONS));
            long brokerCpu = broker.cpuNanos();
            Result result =
                    effort.compare(
                            NAME, 2, effort.of(5, 3), 1.5, 2.5, () -> round(feed), yardstick::run);
            effort.target(NAME, result.own().eventsPerSecond(), TARGET);
            effort.note(
                    "%s: the broker's process took %.1f s of CPU beside",
                    NAME, (broker.cpuNanos() - brokerCpu) / 1e9);
            verify(clients);
            return result;
        }
    }

    private void deploy(Workspace workspace, KafkaSettings kafka) throws InterruptedException {
        EmbeddedPostgres postgres =
                workspace.keep(
                        EmbeddedPostgres.start(
                                workspace.folder().resolve("postgres"), 0, List.of(DATABASE)));
        Vertx vertx = Vertx.vertx();
        workspace.keep(() -> await(vertx.close()));
        Bus.register(vertx);
        Registry registry =
                await(
                        CachedRegistry.over(
                                await(
                                        PostgresRegistry.open(
                                                vertx,
                                                RegistrySettings.of(
                                                        postgres.jdbcUrl(DATABASE),
                                                        EmbeddedPostgres.USER,
                                                        postgres.password())))));
        workspace.keep(() -> await(registry.close()));
        await(registry.ensureApp(APP));
        SqlizerVerticle.Wiring wiring =
                new SqlizerVerticle.Wiring(
                        "sqlizer-bench",
                        SqlizerSettings.of(INSTANCES),
                        kafka,
                        registry,
                        new SqlizerMetrics(meters),
                        health);
        String deployed =
                await(
                        vertx.deployVerticle(
                                SqlizerVerticle.instances(wiring),
                                new DeploymentOptions().setInstances(INSTANCES)));
        workspace.keep(() -> await(vertx.undeploy(deployed)));
    }

    private Round round(ChunkFeed feed) throws InterruptedException {
        long bytes = feed.fill(new Mission(seed++), events);
        double before = rowsOut();
        long cpu = CpuClock.nanos();
        long begin = System.nanoTime();
        feed.release();
        while (rowsOut() - before < events) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "%,.0f of %,d rows after %s; the sqlizers say: %s"
                                .formatted(
                                        rowsOut() - before,
                                        events,
                                        PATIENCE,
                                        await(health.readiness())));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        long nanos = System.nanoTime() - begin;
        fed += events;
        return new Round(events, bytes, nanos, CpuClock.nanos() - cpu);
    }

    private double rowsOut() {
        return meters.get("sluice.sqlizer.rows_out").counter().count();
    }

    private void verify(Clients clients) {
        List<TopicPartition> partitions = Clients.partitions(Topics.rows(APP), PARTITIONS, 0, 1);
        long rows = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("verify", partitions)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!Clients.atEnd(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    rows +=
                            RowsHeader.read(KafkaHeaders.reader(record.headers()))
                                    .orElseThrow()
                                    .count();
                }
            }
        }
        if (rows != fed) {
            throw new IllegalStateException(
                    "the rows topic holds %,d rows of %,d events".formatted(rows, fed));
        }
        effort.note("%s: all %,d rows are there", NAME, rows);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
