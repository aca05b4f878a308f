package io.sluice.loader;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Notes units in the registry as published, then hands them to their lanes, in the order they came.
 * While there is something to note a virtual thread does it. Thread-safe.
 */
final class Recorder {
    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    private final Books books;
    private final Lanes lanes;
    private final Tally tally;
    private List<QueuedUnit> pending = new ArrayList<>();
    private List<QueuedUnit> recording = new ArrayList<>();
    private boolean running;
    private boolean closed;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    Recorder(Books books, Lanes lanes, Tally tally) {
        this.books = books;
        this.lanes = lanes;
        this.tally = tally;
    }

    synchronized void add(List<QueuedUnit> units) {
        pending.addAll(units);
        if (!running && !closed) {
            running = true;
            thread = Thread.ofVirtual().name("loader-recorder").start(this::run);
        }
    }

    private void run() {
        try {
            for (List<QueuedUnit> group = take(); !group.isEmpty(); group = take()) {
                books.published(group.stream().map(QueuedUnit::unit).toList());
                handOver();
            }
        } catch (InterruptedException stopped) {
            log.atDebug().log("noting units abandoned");
        }
    }

    private synchronized List<QueuedUnit> take() {
        recording = pending;
        pending = new ArrayList<>();
        running = !recording.isEmpty();
        return List.copyOf(recording);
    }

    /** Units dropped meanwhile are no longer among them. */
    private synchronized void handOver() {
        lanes.add(recording);
        recording = new ArrayList<>();
    }

    /** Units not handed over yet. */
    synchronized int waiting() {
        return pending.size() + recording.size();
    }

    /** Forgets what waits of these partitions. */
    synchronized void drop(Collection<TopicPartition> partitions) {
        int before = waiting();
        pending.removeIf(it -> partitions.contains(it.partition()));
        recording.removeIf(it -> partitions.contains(it.partition()));
        tally.dropped(before - waiting());
    }

    /** Forgets all that waits, and takes no more. */
    synchronized void close() {
        closed = true;
        tally.dropped(waiting());
        pending = new ArrayList<>();
        recording = new ArrayList<>();
        thread.interrupt();
    }
}
