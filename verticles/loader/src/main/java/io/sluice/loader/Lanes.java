package io.sluice.loader;

import io.sluice.schema.TableUid;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The units that wait, a lane for each table: in order within a table, tables side by side. A lane
 * with units has a virtual thread of its own, that loads them and ends. Thread-safe.
 */
final class Lanes {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    /** How often a lane that goes on with other units is looked at. */
    private static final long TICK_NANOS = 10_000_000L;

    /** How long an interrupted lane is waited for. */
    private static final long ABANDON_NANOS = 1_000_000_000L;

    private final LoaderParts parts;
    private final Runnable wake;
    private final Queue<QueuedUnit> finished = new ConcurrentLinkedQueue<>();
    private final Map<TableUid, Lane> lanes = new HashMap<>();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private int waiting;
    private boolean closed;

    private static final class Lane {
        final Deque<QueuedUnit> queue = new ArrayDeque<>();

        /** What its thread has taken and not finished. */
        final List<QueuedUnit> running = new ArrayList<>();

        /** Partitions given up while units of them ran. */
        final Set<TopicPartition> dropped = new HashSet<>();

        final CountDownLatch ended = new CountDownLatch(1);
        Thread thread = Thread.currentThread();
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
        TableUid table = unit.unit().table();
        Lane lane = lanes.get(table);
        if (lane == null) {
            lane = new Lane();
            lanes.put(table, lane);
            lane.queue.add(unit);
            Lane started = lane;
            lane.thread =
                    Thread.ofVirtual()
                            .name(parts.slot() + "-" + table)
                            .start(() -> run(table, started));
        } else {
            lane.dropped.remove(unit.partition());
            lane.queue.add(unit);
        }
    }

    private void run(TableUid table, Lane lane) {
        try {
            new TableLoad(parts, table, () -> take(table, lane), units -> finish(lane, units))
                    .run();
        } catch (InterruptedException abandoned) {
            log.atDebug().addKeyValue("table", table).log("loads of a table abandoned");
        } catch (RuntimeException | Error bug) {
            broken.compareAndSet(null, bug);
            wake.run();
        } finally {
            leave(table, lane);
            lane.ended.countDown();
        }
    }

    private synchronized List<QueuedUnit> take(TableUid table, Lane lane) {
        List<QueuedUnit> group = new ArrayList<>();
        LoaderSettings.Transaction limits = parts.settings().transaction();
        long bytes = 0;
        while (!closed && !lane.queue.isEmpty() && group.size() < limits.maxUnits()) {
            bytes += lane.queue.getFirst().bytes();
            if (!group.isEmpty() && bytes > limits.maxBytes()) {
                break;
            }
            group.add(lane.queue.removeFirst());
        }
        lane.running.addAll(group);
        if (group.isEmpty()) {
            lanes.remove(table, lane);
        }
        return group;
    }

    private void finish(Lane lane, List<QueuedUnit> units) {
        synchronized (this) {
            lane.running.removeAll(units);
            count(-units.size());
        }
        finished.addAll(units);
        wake.run();
    }

    /**
     * Units that an abandoned lane leaves are not done: whoever owns their partition then reads
     * them. Those of partitions that are still ours go on in a new lane.
     */
    private synchronized void leave(TableUid table, Lane lane) {
        lanes.remove(table, lane);
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
    Queue<QueuedUnit> finished() {
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
