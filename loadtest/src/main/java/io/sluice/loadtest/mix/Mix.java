package io.sluice.loadtest.mix;

import java.util.Locale;
import java.util.function.LongFunction;

/** The mixes by name. */
public enum Mix {
    /** What players of a game do: {@link Mission}. */
    MISSION(Mission::new),
    /** Two hundred fields: {@link Wide}. */
    WIDE(seed -> new Wide(seed, 200)),
    /** A thousand types: {@link Many}. */
    MANY(seed -> new Many(seed, 1_000)),
    /** Always something new: {@link Drift}. */
    DRIFT(Drift::new),
    /** Objects in objects, and arrays: {@link Nested}. */
    NESTED(Nested::new);

    private static final int SAMPLE = 2_000;

    private final LongFunction<EventMix> make;

    Mix(LongFunction<EventMix> make) {
        this.make = make;
    }

    /** Its events from the beginning. */
    public EventMix seeded(long seed) {
        return make.apply(seed);
    }

    /** How many of its events have about as many bytes as so many of another mix. */
    public int asManyBytesAs(Mix other, int events) {
        return Math.toIntExact(events * other.sampleBytes() / sampleBytes());
    }

    private long sampleBytes() {
        EventMix events = seeded(0);
        long bytes = 0;
        for (int i = 0; i < SAMPLE; i++) {
            bytes += events.next().length;
        }
        return bytes;
    }

    /** As it is written: {@code mission}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
