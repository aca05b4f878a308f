package io.sluice.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Wrong tokens by address. A token is long and random, and cannot be guessed; the limit keeps those
 * who try from filling logs and cores. Thread-safe.
 */
final class Attempts {
    private static final int MOST_ADDRESSES = 1_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int limit;
    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    private record Failures(Instant since, int count) {}

    Attempts(int limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** How long the address has to wait; empty if it may try. */
    synchronized Optional<Duration> wait(String address) {
        return recent(address)
                .filter(it -> it.count() >= limit)
                .map(it -> Duration.between(clock.instant(), it.since().plus(WINDOW)));
    }

    synchronized void failed(String address) {
        Failures before = recent(address).orElse(new Failures(clock.instant(), 0));
        failures.remove(address);
        if (failures.size() >= MOST_ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(address, new Failures(before.since(), before.count() + 1));
    }

    private Optional<Failures> recent(String address) {
        return Optional.ofNullable(failures.get(address))
                .filter(it -> clock.instant().isBefore(it.since().plus(WINDOW)));
    }
}
