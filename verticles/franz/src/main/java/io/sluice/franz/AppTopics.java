package io.sluice.franz;

import io.sluice.runtime.Section;

/**
 * What the topics of one app are, where they differ from those of the others.
 *
 * @param partitions of its events and rows topics
 */
public record AppTopics(int partitions, Retention retention) {
    static AppTopics read(Section section, AppTopics others) {
        return new AppTopics(
                section.integer("partitions", others.partitions, 1, FranzSettings.MAX_PARTITIONS),
                Retention.read(section.section("retention"), others.retention));
    }
}
