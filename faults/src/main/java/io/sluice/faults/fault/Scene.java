package io.sluice.faults.fault;

import io.sluice.faults.load.Load;
import io.sluice.faults.rig.Rig;
import io.sluice.faults.rig.RoleProcess;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Where faults happen. Thread-safe. */
public record Scene(Rig rig, Load load) {
    private static final long LOOK_AGAIN_MS = 100;

    /** The process of an instance. */
    public RoleProcess role(String name) {
        return rig.role(name);
    }

    /** What is done to a process that nobody else has in hand meanwhile. */
    @FunctionalInterface
    public interface Deed {
        Fired run(RoleProcess role) throws Exception;
    }

    /**
     * Does something to a running process, alone; misses if another has it in hand, or it does not
     * run, for longer than the patience.
     */
    public Fired alone(String name, Duration patience, Deed deed) throws Exception {
        RoleProcess role = role(name);
        long end = System.nanoTime() + patience.toNanos();
        do {
            if (role.turn().tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                try {
                    if (role.isAlive()) {
                        return deed.run(role);
                    }
                } finally {
                    role.turn().unlock();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            }
        } while (System.nanoTime() < end);
        return new Fired.Missed("another fault has it in hand");
    }

    static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    static Duration between(Random random, Duration least, Duration most) {
        return least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
    }
}
