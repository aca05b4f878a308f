package io.sluice.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A topic as the cluster has it.
 *
 * @param partitions in the order of their numbers; at least one
 * @param configs the settings in force, defaults included; empty where we may not ask for them
 */
public record TopicState(
        String name, List<PartitionState> partitions, Optional<Map<String, String>> configs) {
    public TopicState {
        partitions = List.copyOf(partitions);
        configs = configs.map(Map::copyOf);
    }

    /**
     * One partition.
     *
     * @param led whether a broker leads it: without one it takes and gives nothing
     * @param copies that there should be
     * @param inSync copies that have all that was acknowledged
     */
    public record PartitionState(boolean led, int copies, int inSync) {}

    /** Copies of each partition: of the one that has fewest. */
    public int replication() {
        return partitions.stream().mapToInt(PartitionState::copies).min().orElse(0);
    }

    /** As something that could be wanted; without settings where they are not known. */
    public TopicSpec spec() {
        return new TopicSpec(name, partitions.size(), replication(), configs.orElse(Map.of()));
    }
}
