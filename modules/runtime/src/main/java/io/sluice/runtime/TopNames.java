package io.sluice.runtime;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which names get metrics of their own. Each customer and table as a label of its own would grow
 * without end: the heaviest have one, the others share {@link #OTHER}. Pure.
 */
public record TopNames(Set<String> names) {
    /** The label of all others. */
    public static final String OTHER = "other";

    public TopNames {
        names = Set.copyOf(names);
    }

    /** The names of the largest weights; of equal ones those that sort first. */
    public static TopNames of(Map<String, ? extends Number> weights, int most) {
        return new TopNames(
                weights.entrySet().stream()
                        .sorted(
                                Comparator.comparingDouble(
                                                (Map.Entry<String, ? extends Number> it) ->
                                                        -it.getValue().doubleValue())
                                        .thenComparing(Map.Entry::getKey))
                        .limit(most)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /** The name, or {@link #OTHER}. */
    public String label(String name) {
        return names.contains(name) ? name : OTHER;
    }
}
