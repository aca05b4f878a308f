package io.sluice.loader;

import java.time.Duration;

/**
 * How many units a lane takes at once, so that its transactions stay short. One thread at a time.
 */
final class Pace {
    private long nanosPerUnit;

    /** Units for the next transaction, 1 or more. */
    int most(LoaderSettings.Transaction limits) {
        if (nanosPerUnit == 0) {
            return limits.maxUnits();
        }
        long fit = limits.maxTime().toNanos() / nanosPerUnit;
        return Math.clamp(fit, 1, limits.maxUnits());
    }

    /** A transaction of so many units took so long; the last one counts as much as all before. */
    void took(int units, Duration time) {
        long now = Math.max(1, time.toNanos() / units);
        nanosPerUnit = nanosPerUnit == 0 ? now : Math.max(1, (nanosPerUnit + now) / 2);
    }
}
