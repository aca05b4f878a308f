package io.sluice.runtime;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether this process lives and whether it can do its work. Thread-safe.
 *
 * <p>Ready means: {@link #started} was called, {@link #draining} was not, and every check is up.
 * Live is only about the process itself: a dependency that is away makes it unready, never dead.
 */
public final class Health {
    /** Gives the status now; may take up to the limit of {@link Health}, then counts as down. */
    @FunctionalInterface
    public interface Check {
        Future<Status> check();
    }

    /** Where the process is in its life. */
    public enum Phase {
        STARTING,
        STARTED,
        DRAINING
    }

    /**
     * An answer to a probe.
     *
     * @param ok whether to answer 200
     * @param checks status by name, in the order of names
     * @param notes the same of what this process can do without for a while
     */
    public record Report(
            boolean ok, Phase phase, Map<String, Status> checks, Map<String, Status> notes) {}

    private final Duration limit;
    private volatile Phase phase = Phase.STARTING;
    private final Map<String, Check> ready = new ConcurrentHashMap<>();
    private final Map<String, Check> live = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Status>> notes = new ConcurrentHashMap<>();

    /** Checks may take two seconds each. */
    public Health() {
        this(Duration.ofSeconds(2));
    }

    /**
     * @param limit how long one check may take
     */
    public Health(Duration limit) {
        this.limit = limit;
    }

    /** Adds a dependency that this process cannot work without; the same name replaces. */
    public void ready(String name, Check check) {
        ready.put(name, check);
    }

    /** Adds a dependency whose status is known without asking; must not block. */
    public void ready(String name, Supplier<Status> check) {
        ready.put(name, () -> Future.succeededFuture(check.get()));
    }

    /** Adds a dependency that this process can do without for a while; must not block. */
    public void informs(String name, Supplier<Status> check) {
        notes.put(name, check);
    }

    /** Adds a part without which only a restart helps; must not block. */
    public void live(String name, Supplier<Status> check) {
        live.put(name, () -> Future.succeededFuture(check.get()));
    }

    public void remove(String name) {
        ready.remove(name);
        live.remove(name);
    }

    /** All is deployed; from now on the checks decide. */
    public synchronized void started() {
        if (phase == Phase.STARTING) {
            phase = Phase.STARTED;
        }
    }

    /** The drain has begun: unready from now on, for ever. */
    public synchronized void draining() {
        phase = Phase.DRAINING;
    }

    /** Whether this process can take work. Never fails. */
    public Future<Report> readiness() {
        return report(ready, phase == Phase.STARTED)
                .map(it -> new Report(it.ok(), it.phase(), it.checks(), noted()));
    }

    private Map<String, Status> noted() {
        Map<String, Status> noted = new TreeMap<>();
        notes.forEach((name, check) -> noted.put(name, check.get()));
        return noted;
    }

    /** Whether this process lives. Never fails. */
    public Future<Report> liveness() {
        return report(live, true);
    }

    private Future<Report> report(Map<String, Check> checks, boolean base) {
        Map<String, Future<Status>> running = new TreeMap<>();
        checks.forEach((name, check) -> running.put(name, guarded(check)));
        return Future.join(running.values().stream().toList())
                .map(
                        all -> {
                            Map<String, Status> statuses = new TreeMap<>();
                            running.forEach((name, status) -> statuses.put(name, status.result()));
                            boolean up = statuses.values().stream().allMatch(Status::up);
                            return new Report(base && up, phase, statuses, Map.of());
                        });
    }

    /** A check that throws, fails or takes too long is down: its words are the detail. */
    private Future<Status> guarded(Check check) {
        return Future.<Void>succeededFuture()
                .compose(start -> check.check())
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> Status.down(String.valueOf(failure.getMessage())));
    }
}
