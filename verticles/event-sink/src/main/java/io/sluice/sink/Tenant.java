package io.sluice.sink;

import io.sluice.registry.AppSettings;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An app as this process knows it: what it sends by its rates, and how much of the room in flight
 * it holds. Thread-safe, one for each app and process.
 */
final class Tenant {
    /** What an app has run into. */
    enum Limit {
        /** Events a second. */
        EVENTS("rate_events"),
        /** Bytes a second. */
        BYTES("rate_bytes"),
        /** Bytes in flight. */
        SHARE("share_in_flight");

        private final String code;

        Limit(String code) {
            this.code = code;
        }

        /** As answers and metrics say it. */
        String code() {
            return code;
        }
    }

    private record Rates(
            RateSettings settings, Optional<TokenBucket> events, Optional<TokenBucket> bytes) {}

    private final String app;
    private final RateSettings defaults;
    private final AtomicLong held = new AtomicLong();
    private volatile Rates rates;

    /**
     * @param defaults what holds where the app has nothing of its own
     */
    Tenant(String app, RateSettings defaults, long nowNanos) {
        this.app = app;
        this.defaults = defaults;
        this.rates = make(defaults, nowNanos);
    }

    String app() {
        return app;
    }

    /** Takes on what the registry says; buckets are kept where their rate is. */
    void learn(AppSettings own, long nowNanos) {
        RateSettings wanted = defaults.with(own);
        if (!wanted.equals(rates.settings())) {
            rates = make(wanted, nowNanos);
        }
    }

    private static Rates make(RateSettings settings, long nowNanos) {
        return new Rates(
                settings,
                bucket(settings.eventsPerSecond(), settings, nowNanos),
                bucket(settings.bytesPerSecond(), settings, nowNanos));
    }

    private static Optional<TokenBucket> bucket(long rate, RateSettings settings, long nowNanos) {
        return rate == RateSettings.NO_LIMIT
                ? Optional.empty()
                : Optional.of(new TokenBucket(rate, settings.burst().toNanos(), nowNanos));
    }

    /** A rate that the app has gone beyond, and how long it has to wait. */
    record Excess(Limit limit, long rate, long waitNanos) {}

    /** Of the rates that the app has gone beyond, the one to wait for; empty where it may send. */
    Optional<Excess> excess(long nowNanos) {
        Rates now = rates;
        Optional<Excess> events = excess(Limit.EVENTS, now.events(), nowNanos);
        Optional<Excess> bytes = excess(Limit.BYTES, now.bytes(), nowNanos);
        boolean longer =
                bytes.isPresent()
                        && (events.isEmpty() || bytes.get().waitNanos() > events.get().waitNanos());
        return longer ? bytes : events;
    }

    private static Optional<Excess> excess(
            Limit limit, Optional<TokenBucket> bucket, long nowNanos) {
        return bucket.map(it -> new Excess(limit, it.rate(), it.waitNanos(nowNanos)))
                .filter(it -> it.waitNanos() > 0);
    }

    /** Counts what a body held. */
    void took(long events, long bytes, long nowNanos) {
        Rates now = rates;
        now.events().ifPresent(bucket -> bucket.take(events, nowNanos));
        now.bytes().ifPresent(bucket -> bucket.take(bytes, nowNanos));
    }

    /** Counts it out again: it could not be stored, and will be sent again. */
    void gaveUp(long events, long bytes) {
        Rates now = rates;
        now.events().ifPresent(bucket -> bucket.giveBack(events));
        now.bytes().ifPresent(bucket -> bucket.giveBack(bytes));
    }

    /** Bytes in flight that are the app's; {@link InFlight} keeps them. */
    AtomicLong held() {
        return held;
    }
}
