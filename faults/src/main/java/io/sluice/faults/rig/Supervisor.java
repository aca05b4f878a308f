package io.sluice.faults.rig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts again what has ended and should run, as an orchestrator does: a process that a fault has
 * in hand is left to it.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final long LOOK_EVERY_MS = 100;

    /** From one start of a process to its next. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<RoleProcess> roles;
    private final Map<String, Long> startedAt = new HashMap<>();
    private final Thread thread;

    public Supervisor(Rig rig) {
        roles = Instance.USUAL.stream().map(it -> rig.role(it.name())).toList();
        thread = Thread.ofPlatform().daemon().name("supervisor").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                roles.forEach(this::look);
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
        } catch (InterruptedException stopped) {
            log.debug("supervisor stops");
        }
    }

    private void look(RoleProcess role) {
        if (role.isAlive() || !role.turn().tryLock()) {
            return;
        }
        try {
            long now = System.nanoTime();
            long last = startedAt.getOrDefault(role.name(), now - PAUSE_NANOS);
            if (!role.isAlive() && now - last >= PAUSE_NANOS) {
                startedAt.put(role.name(), now);
                role.start();
            }
        } finally {
            role.turn().unlock();
        }
    }

    /** Starts nothing any more. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
