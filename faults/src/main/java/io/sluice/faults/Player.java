package io.sluice.faults;

import io.sluice.faults.Schedule.Planned;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.fault.Fired;
import io.sluice.faults.fault.Scene;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes a schedule happen: what is in turn on one thread, what is beside it on another. On a slow
 * machine a fault may take longer than planned; what was to be alone stays so all the same.
 */
final class Player {
    private static final Logger log = LoggerFactory.getLogger(Player.class);

    private final Scene scene;
    private final Counts counts;
    private final Notes notes;
    private final ReadWriteLock room = new ReentrantReadWriteLock();
    private final long begin = System.nanoTime();

    Player(Scene scene, Counts counts, Notes notes) {
        this.scene = scene;
        this.counts = counts;
        this.notes = notes;
    }

    /** Returns when all has happened and is over. */
    void play(Schedule schedule) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (boolean beside : new boolean[] {true, false}) {
            List<Planned> part =
                    schedule.planned().stream()
                            .filter(it -> it.fault().track() == Track.BESIDE == beside)
                            .toList();
            threads.add(Thread.ofPlatform().name("faults").start(() -> playAll(part)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void playAll(List<Planned> part) {
        try {
            for (Planned next : part) {
                long wait = next.at().toNanos() - (System.nanoTime() - begin);
                TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
                play(next);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes one fault happen now. */
    void play(Planned next) throws InterruptedException {
        long at = System.nanoTime();
        Fired fired;
        try {
            fired = inItsRoom(next);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failed) {
            log.atError()
                    .setCause(failed)
                    .addKeyValue("fault", next.fault().name())
                    .log("the fault itself failed");
            fired = new Fired.Broke("the fault itself failed: " + failed);
        }
        counts.note(next.fault(), fired);
        notes.say(
                "%6.1f s  %s on %s: %s, %.1f s",
                (at - begin) / 1e9,
                next.fault().name(),
                next.target(),
                word(fired),
                (System.nanoTime() - at) / 1e9);
    }

    private Fired inItsRoom(Planned next) throws Exception {
        Lock lock = next.fault().track() == Track.ALONE ? room.writeLock() : room.readLock();
        if (next.fault().track() != Track.BESIDE) {
            lock.lockInterruptibly();
        } else if (!lock.tryLock()) {
            return new Fired.Missed("a fault that is to be alone takes longer than planned");
        }
        try {
            return next.fault().act().fire(scene, next.target(), new Random(next.seed()));
        } finally {
            lock.unlock();
        }
    }

    private static String word(Fired fired) {
        return switch (fired) {
            case Fired.Done done -> "done";
            case Fired.Missed missed -> "missed: " + missed.why();
            case Fired.Impossible impossible -> "not possible here: " + impossible.why();
            case Fired.Broke broke -> "BROKE: " + broke.what().lines().findFirst().orElse("");
        };
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
