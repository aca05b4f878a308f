package io.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.events.Origin;
import io.sluice.kafka.KafkaSettings;
import io.sluice.registry.MemoryRegistry;
import io.sluice.registry.UnitRecord.State;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.Failure;
import io.sluice.warehouse.UnitOutcome;
import io.sluice.warehouse.Warehouse;
import io.sluice.warehouse.WarehouseException;
import io.vertx.core.Future;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Which tables go together, and that none waits for another that is slow or bad. */
class LanesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long MIB = 1024L * 1024;

    private final MemoryRegistry registry = new MemoryRegistry();
    private final Map<Integer, List<TableSchema>> byShard = new HashMap<>();
    private final Queue<List<UUID>> transactions = new ConcurrentLinkedQueue<>();
    private final Set<UUID> loaded = ConcurrentHashMap.newKeySet();
    private final List<Lanes> made = new ArrayList<>();
    private long offset;

    LanesTest() throws Exception {
        done(registry.ensureApp("app"));
        for (int i = 0; byShard.getOrDefault(0, List.of()).size() < 4; i++) {
            TableSchema table = table("x" + i);
            byShard.computeIfAbsent(Warehouse.ledgerShard(table.table()), it -> new ArrayList<>())
                    .add(table);
        }
    }

    @AfterEach
    void close() {
        made.forEach(it -> it.close(Duration.ZERO));
    }

    private TableSchema table(String name) throws Exception {
        TableSchema empty = done(registry.table("app", "t", name));
        TableSchema v1 =
                new TableSchema(
                        empty.table(),
                        "app",
                        "t",
                        name,
                        empty.name(),
                        1,
                        List.of(new Column("/body/n", "n", Facts.OF_INT64)));
        done(registry.commit(v1, new Lineage(new Origin("t", 0, 0, 0), "test", Instant.now())));
        return v1;
    }

    private QueuedUnit unit(TableSchema schema, long bytes) throws Exception {
        LoadUnit unit =
                new LoadUnit(
                        UUID.randomUUID(),
                        "app",
                        schema.table(),
                        1,
                        schema.fingerprint(),
                        1,
                        0,
                        "b",
                        "m",
                        List.of(new LoadUnit.DataFile("f", bytes, 1)),
                        0);
        done(registry.published(List.of(unit)));
        return new QueuedUnit(new TopicPartition("t", 0), offset++, unit, Optional.empty());
    }

    /** Lanes on a warehouse that meets each transaction as it is told, and loads it. */
    private Lanes lanes(LoaderSettings.Transaction limits, Consumer<List<LoadUnit>> meet) {
        Warehouse warehouse =
                (Warehouse)
                        Proxy.newProxyInstance(
                                Warehouse.class.getClassLoader(),
                                new Class<?>[] {Warehouse.class},
                                (proxy, method, arguments) -> {
                                    @SuppressWarnings("unchecked")
                                    List<LoadUnit> group = (List<LoadUnit>) arguments[0];
                                    meet.accept(group);
                                    transactions.add(group.stream().map(LoadUnit::id).toList());
                                    group.forEach(it -> loaded.add(it.id()));
                                    return group.stream()
                                            .map(it -> new UnitOutcome(it.id(), false, 1, 1, 0))
                                            .toList();
                                });
        LoaderSettings.Retry retry =
                new LoaderSettings.Retry(Duration.ofMillis(50), Duration.ofMillis(200), 4, 4);
        LoaderMetrics metrics = new LoaderMetrics(new SimpleMeterRegistry());
        Lanes lanes =
                new Lanes(
                        new LoaderParts(
                                "slot",
                                LoaderSettings.DEFAULT.with(retry).with(limits),
                                KafkaSettings.of("none:1"),
                                warehouse,
                                new LoadTurns(2),
                                new RegistryVersions(registry),
                                new Books(registry, retry),
                                new OutageWatch(metrics),
                                metrics,
                                new Tally(),
                                new AtomicLong()),
                        () -> {});
        made.add(lanes);
        return lanes;
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    private static LoaderSettings.Transaction limits(Duration maxTime, Duration slowAfter) {
        return new LoaderSettings.Transaction(100, 256 * MIB, maxTime, 16 * MIB, slowAfter);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            throw new WarehouseException(WarehouseException.Kind.OUTAGE, "interrupted", stop);
        }
    }

    private static List<UUID> ids(List<QueuedUnit> units) {
        return units.stream().map(it -> it.unit().id()).toList();
    }

    @Test
    void smallTablesOfAShardGoTogetherAndNoTransactionHasTwoShards() throws Exception {
        Lanes lanes = lanes(LoaderSettings.Transaction.DEFAULT, group -> pause(20));
        List<QueuedUnit> units = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (List<TableSchema> tables : byShard.values()) {
                for (TableSchema table : tables) {
                    units.add(unit(table, 10));
                }
            }
        }
        lanes.add(units);
        await().atMost(LIMIT).until(() -> loaded.size() == units.size());
        assertThat(transactions).hasSize(byShard.size());
    }

    @Test
    void aLargeTableGoesAloneAndKeepsItsOrder() throws Exception {
        Lanes lanes = lanes(LoaderSettings.Transaction.DEFAULT, group -> {});
        TableSchema large = byShard.get(0).get(0);
        TableSchema small = byShard.get(0).get(1);
        List<QueuedUnit> ofLarge = List.of(unit(large, 1), unit(large, 17 * MIB), unit(large, 1));
        QueuedUnit ofSmall = unit(small, 1);
        List<QueuedUnit> all = new ArrayList<>(ofLarge);
        all.add(1, ofSmall);
        lanes.add(all);
        await().atMost(LIMIT).until(() -> loaded.size() == 4);
        assertThat(transactions).containsExactlyInAnyOrder(ids(ofLarge), ids(List.of(ofSmall)));
    }

    /** While it is tried again and again, others of its shard are loaded. */
    @Test
    void aBadTableIsSplitOffAndStopsNoOther() throws Exception {
        TableSchema bad = byShard.get(0).get(0);
        TableSchema good = byShard.get(0).get(1);
        Lanes lanes =
                lanes(
                        LoaderSettings.Transaction.DEFAULT,
                        group -> {
                            if (group.stream().anyMatch(it -> it.table().equals(bad.table()))) {
                                throw new WarehouseException(Failure.REFUSED, "bad");
                            }
                        });
        List<QueuedUnit> first = List.of(unit(bad, 1), unit(good, 1));
        lanes.add(first);
        await().atMost(LIMIT).until(() -> loaded.contains(first.get(1).unit().id()));
        assertThat(done(registry.units("app", State.PARKED))).isEmpty();
        QueuedUnit next = unit(good, 1);
        lanes.add(List.of(next));
        await().atMost(LIMIT).until(() -> loaded.contains(next.unit().id()));
        await().atMost(LIMIT).until(() -> done(registry.units("app", State.PARKED)).size() == 1);
        await().atMost(LIMIT).until(() -> lanes.waiting() == 0);
        Set<UUID> finished = new HashSet<>();
        lanes.finished().forEach(it -> finished.add(it.unit().unit().id()));
        assertThat(finished).hasSize(3);
    }

    @Test
    void slowTablesLeaveAConnectionToTheOthers() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        List<TableSchema> slow = new ArrayList<>();
        byShard.forEach((shard, tables) -> slow.add(tables.getFirst()));
        TableSchema quick = slow.removeLast();
        Set<TableUid> slowOnes = new HashSet<>();
        slow.forEach(it -> slowOnes.add(it.table()));
        Lanes lanes =
                lanes(
                        LoaderSettings.Transaction.DEFAULT,
                        group -> {
                            if (slowOnes.contains(group.getFirst().table())) {
                                await().atMost(LIMIT).until(() -> held.getCount() == 0);
                            }
                        });
        List<QueuedUnit> large = new ArrayList<>();
        for (TableSchema table : slow) {
            large.add(unit(table, 17 * MIB));
        }
        lanes.add(large);
        QueuedUnit small = unit(quick, 1);
        lanes.add(List.of(small));
        await().atMost(LIMIT).until(() -> loaded.contains(small.unit().id()));
        assertThat(loaded).hasSize(1);
        held.countDown();
        await().atMost(LIMIT).until(() -> loaded.size() == large.size() + 1);
    }

    @Test
    void whatWasSlowGoesAloneTheNextTime() throws Exception {
        TableSchema slow = byShard.get(0).get(0);
        TableSchema other = byShard.get(0).get(1);
        Lanes lanes =
                lanes(
                        limits(Duration.ofMinutes(1), Duration.ofMillis(100)),
                        group -> {
                            if (group.stream().anyMatch(it -> it.table().equals(slow.table()))) {
                                pause(200);
                            }
                        });
        lanes.add(List.of(unit(slow, 1)));
        await().atMost(LIMIT).until(() -> loaded.size() == 1 && lanes.waiting() == 0);
        QueuedUnit second = unit(slow, 1);
        QueuedUnit ofOther = unit(other, 1);
        lanes.add(List.of(second, ofOther));
        await().atMost(LIMIT).until(() -> loaded.size() == 3);
        assertThat(transactions).contains(ids(List.of(second)), ids(List.of(ofOther)));
    }

    @Test
    void transactionsAreCutByTheTimeThatUnitsTake() throws Exception {
        TableSchema table = byShard.get(0).getFirst();
        Lanes lanes =
                lanes(
                        limits(Duration.ofMillis(100), Duration.ofMinutes(1)),
                        group -> pause(10L * group.size()));
        List<QueuedUnit> units = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            units.add(unit(table, 1));
        }
        lanes.add(units);
        await().atMost(LIMIT).until(() -> loaded.size() == units.size());
        List<Integer> sizes = transactions.stream().map(List::size).toList();
        assertThat(sizes.getFirst()).isEqualTo(100);
        assertThat(sizes.subList(1, sizes.size()))
                .allSatisfy(it -> assertThat(it).isBetween(1, 12));
        List<UUID> order = new ArrayList<>();
        transactions.forEach(order::addAll);
        assertThat(order).isEqualTo(ids(units));
    }
}
