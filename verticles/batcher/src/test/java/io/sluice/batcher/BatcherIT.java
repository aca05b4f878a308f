package io.sluice.batcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.DeadLetter;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.registry.MemoryRegistry;
import io.sluice.registry.Registry;
import io.sluice.rows.BatchCutter;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.RowsHeader;
import io.sluice.runtime.BatchPublished;
import io.sluice.runtime.Bus;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** The batcher against real Kafka and S3. */
class BatcherIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final BatcherSettings SETTINGS = BatcherSettings.DEFAULT.with(Rig.LIMITS);

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        Bus.register(vertx);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void rowsOfTwoTablesAndVersionsBecomePaddedFilesManifestsAndUnits() throws Exception {
        List<LoadUnit> announced = new CopyOnWriteArrayList<>();
        vertx.eventBus()
                .<BatchPublished>consumer(
                        BatchPublished.ADDRESS, it -> announced.addAll(it.body().units()));
        try (Rig rig = new Rig("two", 2, new MemoryRegistry())) {
            TableSchema seen = rig.table("seen", 3);
            TableSchema left = rig.table("left", 1);
            rig.send(0, Samples.version(seen, 1), 0, 100);
            rig.send(0, Samples.version(seen, 3), 100, 50);
            rig.send(1, Samples.version(seen, 2), 150, 50);
            rig.send(1, Samples.version(left, 1), 200, 10);
            rig.flush();
            String id = rig.deploy(vertx, "two", SETTINGS);
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(rig.units().stream().mapToLong(LoadUnit::rows).sum())
                                            .isEqualTo(210));
            List<LoadUnit> units = rig.units();
            assertThat(rig.numbers()).containsExactlyInAnyOrderElementsOf(Rig.upTo(210));
            for (LoadUnit unit : units) {
                assertThat(unit.fingerprint())
                        .isEqualTo(
                                Samples.version(
                                                unit.table().equals(seen.table()) ? seen : left,
                                                unit.version())
                                        .fingerprint());
                assertThat(unit.manifestKey()).startsWith("two/" + unit.table() + "/v");
            }
            await().untilAsserted(() -> assertThat(announced).hasSameElementsAs(units));
            OffsetCounters books = books(rig);
            assertThat(books.get("rows")).isEqualTo(210);
            assertThat(books.get("units")).isEqualTo(units.size());
            Rig.undeploy(vertx, id);
        }
    }

    private static OffsetCounters books(Rig rig) {
        try (GroupOffsets offsets = new GroupOffsets(rig.kafka)) {
            OffsetCounters sum = OffsetCounters.ZERO;
            for (Map.Entry<TopicPartition, OffsetAndMetadata> each :
                    offsets.committed(BatcherVerticle.GROUP).entrySet()) {
                if (each.getKey().topic().equals(Topics.rows(rig.app))) {
                    sum = sum.plus(OffsetCounters.parse(each.getValue().metadata()).counts());
                }
            }
            return sum;
        }
    }

    @Test
    void largeTablesBecomeSeveralFilesAndBatchesAreCutBySize() throws Exception {
        try (Rig rig = new Rig("large", 2, new MemoryRegistry())) {
            TableSchema seen = Samples.version(rig.table("seen", 2), 2);
            for (int i = 0; i < 60; i++) {
                rig.send(i % 2, seen, i * 500L, 500);
            }
            rig.flush();
            BatcherSettings small =
                    new BatcherSettings(
                            2,
                            new BatchCutter.Limits(
                                    512 << 10,
                                    1_000_000,
                                    Duration.ofSeconds(5),
                                    Duration.ofMillis(300),
                                    10),
                            new FileSizes(64 << 10, 128 << 10, 1),
                            3,
                            SETTINGS.upload(),
                            SETTINGS.lookup(),
                            200,
                            Duration.ofMillis(50),
                            SETTINGS.drainLimit(),
                            SETTINGS.archive());
            String id = rig.deploy(vertx, "large", small);
            await().atMost(LONG).untilAsserted(() -> assertThat(rig.numbers()).hasSize(30_000));
            assertThat(rig.numbers()).containsExactlyInAnyOrderElementsOf(Rig.upTo(30_000));
            assertThat(rig.units()).hasSizeGreaterThan(3);
            assertThat(rig.units())
                    .anySatisfy(unit -> assertThat(unit.files()).hasSizeGreaterThan(1));
            assertThat(books(rig).get("rows")).isEqualTo(30_000);
            assertThat(books(rig).get("units")).isEqualTo(rig.units().size());
            Rig.undeploy(vertx, id);
        }
    }

    @Test
    void whatIsNotRowsBecomesADeadLetterAndTheRestGoesOn() throws Exception {
        try (Rig rig = new Rig("poison", 1, new MemoryRegistry())) {
            TableSchema seen = Samples.version(rig.table("seen", 2), 2);
            Map<String, String> right = Samples.header(seen, 1).toHeaders();
            byte[] line = Samples.lines(seen, 0, 1);
            RowsHeader unknown =
                    new RowsHeader("poison", new TableUid(UUID.randomUUID()), 1, 5, 1, 0);
            RowsHeader wrong = new RowsHeader("poison", seen.table(), 2, 5, 1, 0);
            RowsHeader foreign = new RowsHeader("other", seen.table(), 2, seen.fingerprint(), 1, 0);
            TableSchema old = Samples.version(seen, 1);
            byte[] bytes = "{\"not\":\"rows\"}".getBytes(UTF_8);
            rig.send(0, Map.of(), bytes);
            rig.send(0, Map.of(RowsHeader.FORMAT, "99"), line);
            rig.send(0, unknown.toHeaders(), line);
            rig.send(0, wrong.toHeaders(), line);
            rig.send(0, foreign.toHeaders(), line);
            rig.send(0, right, "no end".getBytes(UTF_8));
            rig.send(0, right, null);
            rig.send(0, Samples.header(old, 1).toHeaders(), "\"open\n".getBytes(UTF_8));
            rig.send(0, Map.of(), new byte[rig.kafka.maxRecordBytes() + 50_000]);
            rig.send(0, seen, 0, 20);
            rig.flush();
            String id = rig.deploy(vertx, "poison", SETTINGS);
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(rig.numbers())
                                            .containsExactlyInAnyOrderElementsOf(Rig.upTo(20)));
            List<DeadLetter> letters = rig.letters();
            assertThat(letters)
                    .extracting(letter -> letter.origin().offset())
                    .doesNotHaveDuplicates();
            assertThat(letters)
                    .hasSize(9)
                    .allSatisfy(
                            letter -> {
                                assertThat(letter.code()).isEqualTo("unknown_format");
                                assertThat(letter.detail()).isNotBlank();
                                assertThat(letter.origin().topic()).isEqualTo("sluice.poison.rows");
                            });
            assertThat(letters).anySatisfy(it -> assertThat(it.value()).isEqualTo(bytes));
            assertThat(letters)
                    .anySatisfy(it -> assertThat(it.detail()).contains("the first 2097152 of"));
            assertThat(books(rig).get("dead")).isEqualTo(9);
            // Those that claim to be rows of this app.
            assertThat(books(rig).get("refused")).isEqualTo(5);
            Rig.undeploy(vertx, id);
        }
    }

    @Test
    void partitionsThatMoveBetweenMembersLoseAndDoubleNothing() throws Exception {
        try (Rig rig = new Rig("moving", 4, new MemoryRegistry())) {
            TableSchema seen = Samples.version(rig.table("seen", 2), 2);
            // Old age and no idleness: only rebalances and stops cut.
            BatcherSettings slow =
                    SETTINGS.with(
                            new BatchCutter.Limits(64 << 20, 1_000_000, LONG, Duration.ZERO, 100));
            String first = rig.deploy(vertx, "moving-a", slow);
            String second = "";
            for (int i = 0; i < 200; i++) {
                rig.send(i % 4, seen, i * 100L, 100);
                Thread.sleep(20);
                if (i == 70) {
                    second = rig.deploy(vertx, "moving-b", slow);
                }
                if (i == 140) {
                    Rig.undeploy(vertx, first);
                }
            }
            rig.flush();
            String third = rig.deploy(vertx, "moving-c", SETTINGS.with(2));
            Rig.undeploy(vertx, second);
            await().atMost(LONG).untilAsserted(() -> assertThat(rig.numbers()).hasSize(20_000));
            Rig.undeploy(vertx, third);
            assertThat(rig.numbers()).containsExactlyInAnyOrderElementsOf(Rig.upTo(20_000));
            assertThat(books(rig).get("rows")).isEqualTo(20_000);
            assertThat(books(rig).get("units")).isEqualTo(rig.units().size());
        }
    }

    @Test
    void partitionsWaitWhileTheRegistryIsDownAndTheOthersGoOn() throws Exception {
        AtomicBoolean down = new AtomicBoolean();
        MemoryRegistry memory = new MemoryRegistry();
        try (Rig rig = new Rig("outage", 2, failing(memory, down))) {
            TableSchema seen = rig.table("seen", 2);
            String id = rig.deploy(vertx, "outage", SETTINGS);
            rig.send(0, Samples.version(seen, 1), 0, 10);
            await().atMost(LONG).untilAsserted(() -> assertThat(rig.numbers()).hasSize(10));
            down.set(true);
            rig.send(0, Samples.version(seen, 2), 10, 10);
            rig.send(0, Samples.version(seen, 1), 20, 10);
            rig.send(1, Samples.version(seen, 1), 30, 10);
            await().atMost(LONG).untilAsserted(() -> assertThat(rig.numbers()).hasSize(20));
            down.set(false);
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(rig.numbers())
                                            .containsExactlyInAnyOrderElementsOf(Rig.upTo(40)));
            assertThat(rig.letters()).isEmpty();
            assertThat(books(rig).get("rows")).isEqualTo(40);
            Rig.undeploy(vertx, id);
        }
    }

    /** The registry, cut off while the flag is set. */
    private static Registry failing(Registry registry, AtomicBoolean down) {
        return (Registry)
                Proxy.newProxyInstance(
                        BatcherIT.class.getClassLoader(),
                        new Class<?>[] {Registry.class},
                        (proxy, method, arguments) ->
                                down.get()
                                        ? Future.failedFuture(new IOException("cut off"))
                                        : method.invoke(registry, arguments));
    }
}
