package io.sluice.batcher.archive;

import io.sluice.archive.ArchiveUnit;
import io.sluice.kafka.BatchLine;
import io.sluice.kafka.Topics;

import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch became: objects in the store, ready to be published.
 *
 * @param units one for each app
 */
record Archived(List<ArchiveUnit> units) implements BatchLine.Written {
    Archived {
        units = List.copyOf(units);
    }

    /** By partition: records, events, and units (each on its first partition). */
    @Override
    public Map<TopicPartition, Map<String, Long>> counts() {
        Map<TopicPartition, Map<String, Long>> counts = new HashMap<>();
        for (ArchiveUnit unit : units) {
            long first = 1;
            for (ArchiveUnit.Part part : unit.parts()) {
                counts.put(
                        new TopicPartition(Topics.events(unit.app()), part.partition()),
                        Map.of(
                                "records", part.records(),
                                "events", part.events(),
                                "units", first));
                first = 0;
            }
        }
        return counts;
    }

    long events() {
        return units.stream().mapToLong(ArchiveUnit::events).sum();
    }

    long bytes() {
        return units.stream().mapToLong(ArchiveUnit::bytes).sum();
    }

    long files() {
        return units.stream().mapToLong(it -> it.files().size()).sum();
    }
}
