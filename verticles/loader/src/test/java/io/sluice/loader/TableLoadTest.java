package io.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.sluice.warehouse.Failure;
import io.sluice.warehouse.UnitOutcome;
import io.sluice.warehouse.Warehouse;
import io.sluice.warehouse.WarehouseException;
import io.vertx.core.Future;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Which failure gets which answer: a warehouse that fails as it is told. */
class TableLoadTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LoaderMetrics metrics = new LoaderMetrics(meters);
    private final MemoryRegistry registry = new MemoryRegistry();
    private final List<Integer> tried = new ArrayList<>();
    private final List<Finished> finished = new ArrayList<>();
    private final List<QueuedUnit> units;

    TableLoadTest() throws Exception {
        await(registry.ensureApp("app"));
        TableSchema empty = await(registry.table("app", "t", "x"));
        TableSchema v1 =
                new TableSchema(
                        empty.table(),
                        "app",
                        "t",
                        "x",
                        empty.name(),
                        1,
                        List.of(new Column("/body/n", "n", Facts.OF_INT64)));
        await(registry.commit(v1, new Lineage(new Origin("t", 0, 0, 0), "test", Instant.now())));
        units = IntStream.range(0, 4).mapToObj(i -> unit(v1, i)).toList();
        await(registry.published(units.stream().map(QueuedUnit::unit).toList()));
    }

    private static QueuedUnit unit(TableSchema schema, long offset) {
        return new QueuedUnit(
                new TopicPartition("t", 0),
                offset,
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
                        List.of(new LoadUnit.DataFile("f", 1, 1)),
                        0),
                Optional.empty());
    }

    /** Runs the units, each transaction as the function says. */
    private void run(Function<List<LoadUnit>, List<UnitOutcome>> load) throws Exception {
        Warehouse warehouse =
                (Warehouse)
                        Proxy.newProxyInstance(
                                Warehouse.class.getClassLoader(),
                                new Class<?>[] {Warehouse.class},
                                (proxy, method, arguments) -> {
                                    @SuppressWarnings("unchecked")
                                    List<LoadUnit> group = (List<LoadUnit>) arguments[0];
                                    tried.add(group.size());
                                    return load.apply(group);
                                });
        LoaderSettings.Retry retry =
                new LoaderSettings.Retry(Duration.ofMillis(1), Duration.ofMillis(2), 4, 2);
        LoaderParts parts =
                new LoaderParts(
                        "slot",
                        LoaderSettings.DEFAULT.with(retry),
                        KafkaSettings.of("none:1"),
                        warehouse,
                        new LoadTurns(1),
                        new RegistryVersions(registry),
                        new Books(registry, retry),
                        new OutageWatch(metrics),
                        metrics,
                        new Tally(),
                        new AtomicLong());
        new TableLoad(parts, new OneTable()).run();
    }

    /** All units at once, and nothing after them. */
    private final class OneTable implements TableLoad.Lane {
        private final Deque<List<QueuedUnit>> waiting = new ArrayDeque<>(List.of(units));

        @Override
        public <T> T turn(Supplier<T> work) {
            return work.get();
        }

        @Override
        public List<QueuedUnit> next() {
            return waiting.isEmpty() ? List.of() : waiting.removeFirst();
        }

        @Override
        public void took(List<QueuedUnit> group, Duration time) {
            assertThat(time.isNegative()).isFalse();
        }

        @Override
        public void finished(List<Finished> done) {
            finished.addAll(done);
        }

        @Override
        public void isolate(List<QueuedUnit> several) {
            throw new AssertionError("it is one table");
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    private static List<UnitOutcome> loaded(List<LoadUnit> group) {
        return group.stream().map(it -> new UnitOutcome(it.id(), false, 1, 1, 0)).toList();
    }

    private double count(String meter, Failure failure) {
        return meters.get("sluice.loader." + meter)
                .tag("failure", failure.word())
                .meters()
                .iterator()
                .next()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    private long parked() throws Exception {
        return await(registry.units("app", State.PARKED)).size();
    }

    private static WarehouseException failed(Failure failure) {
        return new WarehouseException(failure, failure.word());
    }

    /** However long it lasts, no unit is split or set aside; others than the first cause count. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "CONNECTION_LOST",
                "RESTART",
                "RESIZE",
                "RESOURCES",
                "STORAGE_AWAY",
                "AWAY",
                "DISK_FULL",
                "READ_ONLY",
                "LOGIN_REFUSED",
                "STORAGE_REFUSED"
            })
    void whatIsAwayIsWaitedForAndNamed(Failure failure) throws Exception {
        run(
                group -> {
                    if (tried.size() <= 30) {
                        assertThat(tried.size() == 1 || count("standing", failure) == 1).isTrue();
                        throw failed(failure);
                    }
                    return loaded(group);
                });
        assertThat(tried).hasSize(31).containsOnly(4);
        assertThat(count("failures", failure)).isEqualTo(30);
        assertThat(count("standing", failure)).isZero();
        assertThat(parked()).isZero();
        assertThat(finished).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SERIALIZATION",
                "RELATION_GONE",
                "DEADLOCK",
                "LOCKED",
                "CANCELLED",
                "UNFORESEEN"
            })
    void aClashIsTriedAgainAsAWhole(Failure failure) throws Exception {
        run(
                group -> {
                    if (tried.size() <= 2) {
                        throw failed(failure);
                    }
                    return loaded(group);
                });
        assertThat(tried).containsExactly(4, 4, 4);
        assertThat(count("failures", failure)).isEqualTo(2);
        assertThat(finished).hasSize(4);
    }

    @Test
    void aClashThatStaysIsSplitAndTheUnitAloneSetAside() throws Exception {
        UUID bad = units.get(2).unit().id();
        run(
                group -> {
                    if (group.stream().anyMatch(it -> it.id().equals(bad))) {
                        throw failed(Failure.SERIALIZATION);
                    }
                    return loaded(group);
                });
        assertThat(tried).containsExactly(4, 4, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1);
        assertThat(parked()).isEqualTo(1);
        assertThat(finished).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROW_REFUSED", "FILE_MISSING", "REFUSED"})
    void whatIsRefusedIsSplitOffAtOnceAndSetAside(Failure failure) throws Exception {
        UUID bad = units.get(2).unit().id();
        run(
                group -> {
                    if (group.stream().anyMatch(it -> it.id().equals(bad))) {
                        throw failed(failure);
                    }
                    return loaded(group);
                });
        assertThat(tried).containsExactly(4, 2, 2, 1, 1, 1);
        assertThat(parked()).isEqualTo(1);
        assertThat(finished).hasSize(4);
    }

    @Test
    void anotherCauseTakesThePlaceOfTheFirst() throws Exception {
        run(
                group -> {
                    switch (tried.size()) {
                        case 1 -> throw failed(Failure.CONNECTION_LOST);
                        case 2 -> throw failed(Failure.DISK_FULL);
                        default -> {
                            assertThat(count("standing", Failure.CONNECTION_LOST)).isZero();
                            assertThat(count("standing", Failure.DISK_FULL)).isEqualTo(1);
                            return loaded(group);
                        }
                    }
                });
        assertThat(count("standing", Failure.DISK_FULL)).isZero();
    }
}
