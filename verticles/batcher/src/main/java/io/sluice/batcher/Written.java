package io.sluice.batcher;

import io.sluice.kafka.BatchLine;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.Received;

import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a batch became: objects in the store, ready to be published.
 *
 * @param units one for each table
 * @param dead what cannot be loaded, that found late included
 * @param counts by partition: rows, units (each on the partition of its first chunk), dead records,
 *     and the rows refused with them, those of alterations apart too
 * @param received when the events of each unit were taken in, where that is known
 */
record Written(
        List<LoadUnit> units,
        List<DeadRecord> dead,
        Map<TopicPartition, Map<String, Long>> counts,
        Map<UUID, Received> received)
        implements BatchLine.Written {
    private static final String ROWS = "rows";
    private static final String UNITS = "units";
    private static final String DEAD = "dead";
    private static final String REFUSED = "refused";
    private static final String REFUSED_ALTERED = "refused_altered";

    Written {
        units = List.copyOf(units);
        dead = List.copyOf(dead);
        received = Map.copyOf(received);
    }

    long rows() {
        return units.stream().mapToLong(LoadUnit::rows).sum();
    }

    long files() {
        return units.stream().mapToLong(unit -> unit.files().size()).sum();
    }

    long fileBytes() {
        return units.stream()
                .flatMap(unit -> unit.files().stream())
                .mapToLong(LoadUnit.DataFile::bytes)
                .sum();
    }

    /** Counts up by partition. */
    static final class Counts {
        private final Map<TopicPartition, Map<String, Long>> counts = new HashMap<>();

        void rows(TopicPartition partition, long more) {
            add(partition, ROWS, more);
        }

        void unit(TopicPartition partition) {
            add(partition, UNITS, 1);
        }

        void dead(DeadRecord letter) {
            add(letter.partition(), DEAD, 1);
            add(letter.partition(), REFUSED, letter.rows());
            add(letter.partition(), REFUSED_ALTERED, letter.ofAlterations() ? letter.rows() : 0);
        }

        Map<TopicPartition, Map<String, Long>> byPartition() {
            return counts;
        }

        private void add(TopicPartition partition, String name, long more) {
            counts.computeIfAbsent(partition, it -> new HashMap<>()).merge(name, more, Long::sum);
        }
    }
}
