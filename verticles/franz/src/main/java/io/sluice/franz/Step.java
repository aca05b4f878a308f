package io.sluice.franz;

import io.sluice.kafka.TopicSpec;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One change of one topic. Each can be done again without harm, and none takes anything away, so
 * that a plan can be cut off anywhere and made anew.
 */
public sealed interface Step {
    /** Of the topic. */
    String topic();

    /** For people. */
    String text();

    /** Makes it. */
    record Create(TopicSpec spec) implements Step {
        @Override
        public String topic() {
            return spec.name();
        }

        @Override
        public String text() {
            return "create with %d partitions, %d copies, %s"
                    .formatted(
                            spec.partitions(), spec.replication(), new TreeMap<>(spec.configs()));
        }
    }

    /** Sets some of its settings; {@code from} has those that were told. */
    record Configure(String topic, SortedMap<String, String> from, SortedMap<String, String> to)
            implements Step {
        public Configure {
            from = Collections.unmodifiableSortedMap(new TreeMap<>(from));
            to = Collections.unmodifiableSortedMap(new TreeMap<>(to));
        }

        @Override
        public String text() {
            return to.entrySet().stream()
                    .map(it -> change(it, from.getOrDefault(it.getKey(), "(unset)")))
                    .collect(Collectors.joining(", ", "set ", ""));
        }

        private static String change(Map.Entry<String, String> to, String from) {
            return "%s: %s -> %s".formatted(to.getKey(), from, to.getValue());
        }
    }

    /** Gives it more partitions. */
    record Grow(String topic, int from, int to) implements Step {
        public Grow {
            if (to <= from) {
                throw new IllegalArgumentException(
                        "%s: %d partitions are not more than %d".formatted(topic, to, from));
            }
        }

        @Override
        public String text() {
            return "grow from %d to %d partitions".formatted(from, to);
        }
    }
}
