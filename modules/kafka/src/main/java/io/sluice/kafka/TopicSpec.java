package io.sluice.kafka;

import java.util.Map;

/**
 * A topic as it should be, or as it is.
 *
 * @param partitions 1 or more
 * @param replication copies of each partition, 1 or more
 * @param configs topic settings by Kafka's names, such as {@code retention.ms}; as it is: those
 *     that are in force, defaults included
 */
public record TopicSpec(String name, int partitions, int replication, Map<String, String> configs) {
    public TopicSpec {
        if (partitions < 1 || replication < 1) {
            throw new IllegalArgumentException(
                    "%s: partitions %d and replication %d have to be 1 or more"
                            .formatted(name, partitions, replication));
        }
        configs = Map.copyOf(configs);
    }
}
