package io.sluice.registry;

import java.util.Optional;

/**
 * What an app has of its own; whatever is empty is as the door's settings say.
 *
 * @param eventsPerSecond events that one door takes of the app, over time; 1 or more
 * @param bytesPerSecond bytes of their bodies, inflated; 1 or more
 */
public record AppSettings(Optional<Long> eventsPerSecond, Optional<Long> bytesPerSecond) {
    /** Nothing of its own. */
    public static final AppSettings DEFAULTS = new AppSettings(Optional.empty(), Optional.empty());

    public AppSettings {
        requirePositive("eventsPerSecond", eventsPerSecond);
        requirePositive("bytesPerSecond", bytesPerSecond);
    }

    private static void requirePositive(String name, Optional<Long> value) {
        if (value.isPresent() && value.get() < 1) {
            throw new IllegalArgumentException(
                    name + " is " + value.get() + ": write 1 or more, or leave it out");
        }
    }
}
