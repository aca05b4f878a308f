package io.sluice.franz;

import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * When franz tells of what hurts.
 *
 * @param retention percent of a topic's retention that the oldest unread record may have used
 * @param stale an events topic without a new record for so long is told of; 0 tells of none
 * @param skew how many times the average of its topic a partition may get
 * @param topApps apps with metrics of their own, the busiest; the others are one, {@code other}
 */
public record WatchSettings(int retention, Duration stale, int skew, int topApps) {
    public static final WatchSettings DEFAULT = new WatchSettings(50, Duration.ofDays(30), 3, 100);

    static WatchSettings read(Section section) {
        return new WatchSettings(
                section.integer("retention", DEFAULT.retention, 1, 100),
                section.duration("stale", DEFAULT.stale, Duration.ZERO, Duration.ofDays(3650)),
                section.integer("skew", DEFAULT.skew, 2, 1000),
                section.integer("top-apps", DEFAULT.topApps, 0, 10_000));
    }
}
