package io.sluice.franz;

import io.sluice.kafka.TopicSpec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to do so that topics become as they should be, and what is different but left alone: this
 * form only creates. Data: print it for a dry run.
 *
 * @param create topics that are missing
 * @param findings differences of topics that are there, by topic
 */
public record TopicPlan(List<TopicSpec> create, List<Finding> findings) {
    public TopicPlan {
        create = List.copyOf(create);
        findings = List.copyOf(findings);
    }

    /** A difference that a person may want to know of. */
    public sealed interface Finding {
        String topic();

        /** Fewer partitions than wanted. More are never a finding: nothing shrinks. */
        record FewerPartitions(String topic, int actual, int wanted) implements Finding {}

        /** Another number of copies. */
        record OtherReplication(String topic, int actual, int wanted) implements Finding {}

        /** Another value of a topic setting; empty where the broker tells none. */
        record OtherConfig(String topic, String name, String actual, String wanted)
                implements Finding {}
    }

    /**
     * Compares.
     *
     * @param actual the topics that are there, by name; others than the desired ones do not matter
     */
    public static TopicPlan diff(Collection<TopicSpec> desired, Map<String, TopicSpec> actual) {
        List<TopicSpec> create = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (TopicSpec wanted : desired) {
            TopicSpec there = actual.get(wanted.name());
            if (there == null) {
                create.add(wanted);
            } else {
                compare(wanted, there, findings);
            }
        }
        return new TopicPlan(create, findings);
    }

    private static void compare(TopicSpec wanted, TopicSpec there, List<Finding> findings) {
        String topic = wanted.name();
        if (there.partitions() < wanted.partitions()) {
            findings.add(
                    new Finding.FewerPartitions(topic, there.partitions(), wanted.partitions()));
        }
        if (there.replication() != wanted.replication()) {
            findings.add(
                    new Finding.OtherReplication(topic, there.replication(), wanted.replication()));
        }
        new TreeMap<>(wanted.configs())
                .forEach(
                        (name, value) -> {
                            String now = there.configs().getOrDefault(name, "");
                            if (!now.equals(value)) {
                                findings.add(new Finding.OtherConfig(topic, name, now, value));
                            }
                        });
    }
}
