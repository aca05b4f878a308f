package io.sluice.faults.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was put on topics that is no work of Sluice's, and what has to become of it. Thread-safe.
 */
public final class Poison {
    /** Where a record lies. */
    record Place(String topic, int partition, long offset) {}

    private final Map<Place, List<byte[]>> expected = new HashMap<>();
    private final Map<String, Integer> claimed = new HashMap<>();

    /**
     * Notes a record.
     *
     * @param letters the dead letters that it has to become, in its order
     * @param rows that it claims in the sqlizer's name
     */
    public synchronized void add(
            String topic, int partition, long offset, List<byte[]> letters, int rows) {
        expected.put(new Place(topic, partition, offset), List.copyOf(letters));
        claimed.merge(topic, rows, Integer::sum);
    }

    /** Rows on a topic that no sqlizer has sent: so many too many the books may find there. */
    synchronized int claimed(String topic) {
        return claimed.getOrDefault(topic, 0);
    }

    /** The letters still to be found, by place. */
    synchronized Map<Place, List<byte[]>> expected() {
        Map<Place, List<byte[]>> copy = new HashMap<>();
        expected.forEach((place, letters) -> copy.put(place, new ArrayList<>(letters)));
        return copy;
    }

    /** How many letters there have to be. */
    public synchronized int letters() {
        return expected.values().stream().mapToInt(List::size).sum();
    }
}
