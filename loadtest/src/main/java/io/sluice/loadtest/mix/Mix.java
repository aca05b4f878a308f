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

    private final LongFunction<EventMix> make;

    Mix(LongFunction<EventMix> make) {
        this.make = make;
    }

    /** Its events from the beginning. */
    public EventMix seeded(long seed) {
        return make.apply(seed);
    }

    /** As it is written: {@code mission}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
