package io.sluice.loader;

import io.sluice.schema.TableUid;
import io.sluice.warehouse.Warehouse;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The units that wait, in lanes: those of an app whose tables share a shard of the ledger together,
 * since only one of them can be loaded at a time anyway, and tables that are large, slow or have
 * failed each in a lane of its own. In order within a table, lanes side by side. A lane with units
 * has a virtual thread of its own, that loads them and ends. Thread-safe.
 */
final class Lanes {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    /** How often a lane that goes on with other units is looked at. */
    private static final long TICK_NANOS = 10_000_000L;

    /** How long an interrupted lane is waited for. */
    private static final long ABANDON_NANOS = 1_000_000_000L;

    private final LoaderParts parts;
    private final Runnable wake;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final Map<Key, Lane> lanes = new HashMap<>();
    private final Set<TableUid> slow = new HashSet<>();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private int waiting;
    private boolean closed;

    private sealed interface Key {
        int shard();

        /** The tables of an app that share a shard. */
        record Together(String app, int shard) implements Key {}

        /** One table. */
        record Alone(TableUid table) implements Key {
            @Override
            public int shard() {
                return Warehouse.ledgerShard(table);
            }
        }
    }

    private final class Lane implements TableLoad.Lane {
        final Key key;
        final Deque<QueuedUnit> queue = new ArrayDeque<>();

        /** What its thread has taken and not finished. */
        final List<QueuedUnit> running = new ArrayList<>();

        /** Partitions given up while units of them ran. */
        final Set<TopicPartition> dropped = new HashSet<>();

        final CountDownLatch ended = new CountDownLatch(1);
        final Pace pace = new Pace();
        Thread thread = Thread.currentThread();

        Lane(Key key) {
            this.key = key;
        }

        @Override
        public <T> T turn(Supplier<T> work) throws InterruptedException {
            return switch (key) {
                case Key.Together together -> parts.turns().together(key.shard(), work);
                case Key.Alone alone -> parts.turns().alone(key.shard(), work);
            };
        }

        @Override
        public List<QueuedUnit> next() {
            return take(this);
        }

        @Override
        public void took(List<QueuedUnit> group, Duration time) {
            Lanes.this.took(this, group, time);
        }

        @Override
        public void finished(List<Finished> units) {
            finish(this, units);
        }

        @Override
        public void isolate(List<QueuedUnit> units) {
            Lanes.this.isolate(this, units);
        }
    }

    /**
     * @param wake called when units are finished
     */
    Lanes(LoaderParts parts, Runnable wake) {
        this.parts = parts;
        this.wake = wake;
    }

    synchronized void add(List<QueuedUnit> units) {
        units.forEach(this::add);
        waiting += units.size();
        parts.metrics().waiting(units.size());
    }

    private void add(QueuedUnit unit) {
        Key alone = new Key.Alone(unit.unit().table());
        Key key =
                lanes.containsKey(alone)
                        ? alone
                        : new Key.Together(
                                unit.unit().app(), Warehouse.ledgerShard(unit.unit().table()));
        add(key, List.of(unit));
    }

    private void add(Key key, List<QueuedUnit> units) {
        Lane lane = lanes.get(key);
        if (lane == null) {
            Lane started = new Lane(key);
            lanes.put(key, started);
            started.queue.addAll(units);
            started.thread =
                    Thread.ofVirtual().name(parts.slot() + "-" + key).start(() -> run(started));
        } else {
            units.forEach(it -> lane.dropped.remove(it.partition()));
            lane.queue.addAll(units);
        }
    }

    private void run(Lane lane) {
        try {
            new TableLoad(parts, lane).run();
        } catch (InterruptedException abandoned) {
            log.atDebug().addKeyValue("lane", lane.key).log("loads of a lane abandoned");
        } catch (RuntimeException | Error bug) {
            broken.compareAndSet(null, bug);
            wake.run();
        } finally {
            leave(lane);
            lane.ended.countDown();
        }
    }

    private synchronized List<QueuedUnit> take(Lane lane) {
        if (lane.key instanceof Key.Together && !closed) {
            sortOut(lane);
        }
        List<QueuedUnit> group = new ArrayList<>();
        LoaderSettings.Transaction limits = parts.settings().transaction();
        int most = lane.pace.most(limits);
        long bytes = 0;
        while (!closed && !lane.queue.isEmpty() && group.size() < most) {
            bytes += lane.queue.getFirst().bytes();
            if (!group.isEmpty() && bytes > limits.maxBytes()) {
                break;
            }
            group.add(lane.queue.removeFirst());
        }
        lane.running.addAll(group);
        if (group.isEmpty()) {
            lanes.remove(lane.key, lane);
        }
        return group;
    }

    /** Gives tables that small ones should not wait for lanes of their own; none of them runs. */
    private void sortOut(Lane lane) {
        long aloneAbove = parts.settings().transaction().aloneAbove();
        Set<TableUid> tables = new HashSet<>();
        for (QueuedUnit unit : lane.queue) {
            if (unit.bytes() > aloneAbove || slow.contains(unit.unit().table())) {
                tables.add(unit.unit().table());
            }
        }
        for (TableUid table : tables) {
            add(new Key.Alone(table), taken(lane, table));
        }
    }

    private static List<QueuedUnit> taken(Lane lane, TableUid table) {
        List<QueuedUnit> units =
                lane.queue.stream().filter(it -> it.unit().table().equals(table)).toList();
        lane.queue.removeAll(units);
        return units;
    }

    private synchronized void took(Lane lane, List<QueuedUnit> group, Duration time) {
        lane.pace.took(group.size(), time);
        Set<TableUid> tables =
                group.stream().map(it -> it.unit().table()).collect(Collectors.toSet());
        parts.metrics().tables(tables.size());
        if (time.compareTo(parts.settings().transaction().slowAfter()) > 0) {
            slow.addAll(tables);
        } else {
            slow.removeAll(tables);
        }
    }

    /** Units of partitions that were given up meanwhile are left to whoever has them now. */
    private synchronized void isolate(Lane lane, List<QueuedUnit> units) {
        lane.running.removeAll(units);
        Map<TableUid, List<QueuedUnit>> tables = new LinkedHashMap<>();
        int left = 0;
        for (QueuedUnit unit : units) {
            if (closed || lane.dropped.contains(unit.partition())) {
                left++;
            } else {
                tables.computeIfAbsent(unit.unit().table(), it -> new ArrayList<>()).add(unit);
            }
        }
        count(-left);
        parts.tally().dropped(left);
        tables.forEach(
                (table, ofTable) -> {
                    ofTable.addAll(taken(lane, table));
                    add(new Key.Alone(table), ofTable);
                });
    }

    private void finish(Lane lane, List<Finished> units) {
        synchronized (this) {
            units.forEach(it -> lane.running.remove(it.unit()));
            count(-units.size());
        }
        finished.addAll(units);
        wake.run();
    }

    /**
     * Units that an abandoned lane leaves are not done: whoever owns their partition then reads
     * them. Those of partitions that are still ours go on in a new lane.
     */
    private synchronized void leave(Lane lane) {
        lanes.remove(lane.key, lane);
        List<QueuedUnit> left = new ArrayList<>(lane.running);
        left.addAll(lane.queue);
        count(-left.size());
        List<QueuedUnit> ours =
                closed || lane.dropped.isEmpty()
                        ? List.of()
                        : left.stream()
                                .filter(it -> !lane.dropped.contains(it.partition()))
                                .toList();
        parts.tally().dropped(left.size() - ours.size());
        lane.running.clear();
        lane.queue.clear();
        add(ours);
    }

    /** What ended a lane that nothing should have ended: all has to begin anew. */
    Optional<Throwable> broken() {
        return Optional.ofNullable(broken.get());
    }

    private void count(int change) {
        waiting += change;
        parts.metrics().waiting(change);
    }

    /** Units taken in that are not done yet. */
    synchronized int waiting() {
        return waiting;
    }

    /** The next unit that is loaded or parked and was not given before. */
    Queue<Finished> finished() {
        return finished;
    }

    /**
     * Drops what waits of these partitions, and gives what runs this long to end before it is
     * abandoned.
     */
    void drop(Collection<TopicPartition> partitions, Duration limit) {
        List<Lane> ending = new ArrayList<>();
        synchronized (this) {
            for (Lane lane : lanes.values()) {
                int before = lane.queue.size();
                lane.queue.removeIf(it -> partitions.contains(it.partition()));
                int dropped = before - lane.queue.size();
                count(-dropped);
                parts.tally().dropped(dropped);
                if (lane.running.stream().anyMatch(it -> partitions.contains(it.partition()))) {
                    lane.dropped.addAll(partitions);
                    ending.add(lane);
                }
            }
        }
        end(partitions, ending, System.nanoTime() + limit.toNanos());
    }

    /** Takes no more, and gives what runs this long to end before it is abandoned. */
    void close(Duration limit) {
        List<Lane> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(lanes.values());
        }
        long deadline = System.nanoTime() + limit.toNanos();
        abandon(
                ending.stream()
                        .filter(lane -> !ended(lane, deadline - System.nanoTime()))
                        .toList());
    }

    private void end(Collection<TopicPartition> partitions, List<Lane> lanes, long deadline) {
        for (Lane lane : lanes) {
            while (runs(lane, partitions) && System.nanoTime() < deadline) {
                if (ended(lane, Math.min(deadline - System.nanoTime(), TICK_NANOS))) {
                    break;
                }
            }
        }
        abandon(lanes.stream().filter(lane -> runs(lane, partitions)).toList());
    }

    /** Interrupts these; an interrupted lane closes its connection and ends soon. */
    private static void abandon(List<Lane> lanes) {
        lanes.forEach(lane -> lane.thread.interrupt());
        long deadline = System.nanoTime() + ABANDON_NANOS;
        lanes.forEach(lane -> ended(lane, deadline - System.nanoTime()));
    }

    private synchronized boolean runs(Lane lane, Collection<TopicPartition> partitions) {
        return lane.running.stream().anyMatch(it -> partitions.contains(it.partition()));
    }

    private static boolean ended(Lane lane, long nanos) {
        try {
            return lane.ended.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
