package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.devstack.DevStack;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.PollLoop;
import io.sluice.kafka.ProducerFactory;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.Topics;
import io.sluice.registry.KeyGrant;
import io.sluice.registry.MemoryRegistry;
import io.sluice.registry.WriteKeyHash;
import io.sluice.runtime.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;

class FranzVerticleIT {
    private final KafkaSettings kafka = KafkaSettings.of(DevStack.shared().kafka());
    private final Vertx vertx = Vertx.vertx();
    private final MemoryRegistry registry = new MemoryRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String app = "f" + UUID.randomUUID().toString().substring(0, 8);

    private FranzVerticle deploy(String name) throws Exception {
        return deploy(name, meters);
    }

    private FranzVerticle deploy(String name, MeterRegistry meters) throws Exception {
        FranzSettings settings =
                FranzSettings.embedded(List.of(new ConfiguredApp(name, new Secret("key"))));
        FranzVerticle franz = new FranzVerticle(settings, kafka, registry, meters);
        get(vertx.deployVerticle(franz));
        return franz;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void makesTheTopicsOfConfiguredAppsBeforeItIsDeployed() throws Exception {
        FranzVerticle franz = deploy(app);
        TopicAdmin admin = TopicAdmin.create(vertx, kafka);
        assertThat(get(admin.list()))
                .contains(Topics.events(app), Topics.rows(app), Topics.dead(app), Topics.LOADS);
        WriteKeyHash key = WriteKeyHash.of("key");
        assertThat(get(registry.directory().grants(List.of(key))).get(key))
                .extracting(KeyGrant::app)
                .isEqualTo(app);
        assertThat(franz.status().up()).isTrue();
        await().atMost(Duration.ofSeconds(15)).until(() -> franz.report().isPresent());
        for (Finding.Kind kind : Finding.Kind.values()) {
            // Other tests' topics are on this broker too.
            if (kind != Finding.Kind.UNKNOWN_APP) {
                assertThat(
                                meters.get("sluice.franz.findings")
                                        .tag("kind", kind.word())
                                        .gauge()
                                        .value())
                        .as(kind.word())
                        .isZero();
            }
        }
        // A second one finds all in place.
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        deploy(app, second);
        assertThat(created(meters)).isBetween(3.0, 4.0);
        assertThat(created(second)).isZero();
        get(admin.close());
    }

    private static double created(MeterRegistry meters) {
        return meters.get("sluice.franz.topics.created").counter().count();
    }

    @Test
    void aNewAppIsConsumedWithinFiveSeconds() throws Exception {
        deploy(app);
        Set<String> seen = new ConcurrentSkipListSet<>();
        PollLoop loop =
                new PollLoop(
                        new PollLoop.Config(
                                "reader-" + app,
                                kafka,
                                "reader-" + app,
                                Topics.EVENTS,
                                100,
                                Duration.ofMillis(100),
                                Map.of()),
                        (consumer, executor) -> new TopicsSeen(seen));
        loop.start();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> loop.state() instanceof PollLoop.State.Running);
        String late = app + "-late";
        get(registry.ensureApp(late));
        long began = System.nanoTime();
        try (Producer<byte[], byte[]> producer = ProducerFactory.idempotent(kafka)) {
            await().atMost(Duration.ofSeconds(5)).until(() -> sent(producer, Topics.events(late)));
            await().atMost(Duration.ofSeconds(10)).until(() -> seen.contains(Topics.events(late)));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        loop.stop(Duration.ofSeconds(5)).toCompletableFuture().get(6, SECONDS);
    }

    @Test
    void aProducerWithAWrongClockIsTakenAndItsRecordsLiveAsLongAsOthers() throws Exception {
        deploy(app);
        long now = System.currentTimeMillis();
        try (Producer<byte[], byte[]> producer = ProducerFactory.idempotent(kafka)) {
            // A producer waits for what it knows of a topic no longer than a door may.
            await().atMost(Duration.ofSeconds(5)).until(() -> sent(producer, Topics.events(app)));
            for (long clock : new long[] {0, now + Duration.ofHours(30).toMillis()}) {
                long kept =
                        producer.send(
                                        new ProducerRecord<>(
                                                Topics.events(app), 0, clock, null, new byte[1]))
                                .get()
                                .timestamp();
                assertThat(kept).isBetween(now - 60_000, now + 60_000);
            }
        }
    }

    private static boolean sent(Producer<byte[], byte[]> producer, String topic) throws Exception {
        try {
            producer.send(new ProducerRecord<>(topic, new byte[1])).get();
            return true;
        } catch (ExecutionException notYet) {
            return false;
        }
    }
}
