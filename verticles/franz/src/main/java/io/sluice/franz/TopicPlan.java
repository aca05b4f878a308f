package io.sluice.franz;

import io.sluice.franz.Finding.Kind;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.TopicState;

import org.apache.kafka.common.config.TopicConfig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the topics of a cluster differ from what they should be, and the steps that mend it: all
 * creations first, then settings, then partitions. Nothing shrinks and nothing is deleted: topics
 * that nobody asked for are not even looked at. Data: print it for a dry run.
 *
 * @param steps in the order in which they are safe
 * @param findings every difference, those too that no step mends
 */
public record TopicPlan(List<Step> steps, List<Finding> findings) {
    /** Settings by which records may go: where they get smaller, a person has to want it. */
    private static final List<String> KEEPING =
            List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG);

    public TopicPlan {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /** What to do with a retention that is longer than it should be. */
    public enum Lowering {
        /** Nothing: records would be deleted. */
        LEAVE,
        /** Lower it. */
        APPLY
    }

    /** As {@link #diff(Collection, Map, Lowering)}, and no retention gets shorter. */
    public static TopicPlan diff(Collection<TopicSpec> desired, Map<String, TopicState> actual) {
        return diff(desired, actual, Lowering.LEAVE);
    }

    /**
     * Compares.
     *
     * @param actual the topics that are there, by name; others than the desired ones do not matter
     */
    public static TopicPlan diff(
            Collection<TopicSpec> desired, Map<String, TopicState> actual, Lowering lowering) {
        List<Step> create = new ArrayList<>();
        List<Step> configure = new ArrayList<>();
        List<Step> grow = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (TopicSpec wanted : desired) {
            TopicState there = actual.get(wanted.name());
            if (there == null) {
                create.add(new Step.Create(wanted));
                findings.add(missing(wanted));
            } else {
                partitions(wanted, there, findings).ifPresent(grow::add);
                copies(wanted, there, findings);
                settings(wanted, there, lowering, findings).ifPresent(configure::add);
            }
        }
        List<Step> steps = new ArrayList<>(create);
        steps.addAll(configure);
        steps.addAll(grow);
        return new TopicPlan(steps, findings);
    }

    /** The steps that make topics: the ones that franz takes without being asked. */
    public List<TopicSpec> missing() {
        return steps.stream()
                .filter(Step.Create.class::isInstance)
                .map(step -> ((Step.Create) step).spec())
                .toList();
    }

    private static Finding missing(TopicSpec wanted) {
        return Finding.of(
                Kind.MISSING_TOPIC,
                wanted.name(),
                "expected a topic of %d partitions, found none".formatted(wanted.partitions()));
    }

    private static Optional<Step> partitions(
            TopicSpec wanted, TopicState there, List<Finding> findings) {
        int found = there.partitions().size();
        if (found >= wanted.partitions()) {
            return Optional.empty();
        }
        findings.add(
                Finding.of(
                        Kind.FEWER_PARTITIONS,
                        wanted.name(),
                        "expected %d partitions, found %d".formatted(wanted.partitions(), found)));
        return Optional.of(new Step.Grow(wanted.name(), found, wanted.partitions()));
    }

    private static void copies(TopicSpec wanted, TopicState there, List<Finding> findings) {
        if (there.replication() != wanted.replication()) {
            findings.add(
                    new Finding(
                            Kind.OTHER_REPLICATION,
                            wanted.name(),
                            "expected %d copies of each partition, found %d"
                                    .formatted(wanted.replication(), there.replication()),
                            "moving copies loads the brokers for hours; use"
                                    + " kafka-reassign-partitions.sh"));
        }
    }

    private static Optional<Step> settings(
            TopicSpec wanted, TopicState there, Lowering lowering, List<Finding> findings) {
        Map<String, String> now = there.configs().orElse(null);
        if (now == null) {
            return Optional.empty();
        }
        SortedMap<String, String> from = new TreeMap<>();
        SortedMap<String, String> to = new TreeMap<>();
        new TreeMap<>(wanted.configs())
                .forEach(
                        (name, value) -> {
                            String found = now.getOrDefault(name, "");
                            if (!found.equals(value)) {
                                String why = danger(name, found, value, there, lowering);
                                findings.add(other(wanted.name(), name, found, value, why));
                                if (why.isEmpty()) {
                                    from.put(name, found);
                                    to.put(name, value);
                                }
                            }
                        });
        return to.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Configure(wanted.name(), from, to));
    }

    private static Finding other(
            String topic, String name, String found, String wanted, String why) {
        return new Finding(
                Kind.OTHER_SETTING,
                topic,
                "expected %s=%s, found %s"
                        .formatted(name, wanted, found.isEmpty() ? "nothing" : found),
                why);
    }

    /** Why a setting is better not changed unasked; empty where it is harmless. */
    private static String danger(
            String name, String found, String wanted, TopicState there, Lowering lowering) {
        if (KEEPING.contains(name) && isLess(wanted, found) && lowering == Lowering.LEAVE) {
            return "records would be deleted; if that is wanted: topics apply --lower-retention";
        }
        if (name.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG) && isLess(wanted, found)) {
            return "a record on its way may be as large as was allowed so far";
        }
        if (name.equals(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)
                && number(wanted) > there.replication()) {
            return "with %d copies nothing could be written any more"
                    .formatted(there.replication());
        }
        return "";
    }

    /** Whether a limit is lower than another; below 0 there is none. */
    private static boolean isLess(String wanted, String found) {
        return number(wanted) < number(found);
    }

    private static long number(String text) {
        try {
            long value = Long.parseLong(text);
            return value < 0 ? Long.MAX_VALUE : value;
        } catch (NumberFormatException none) {
            // The broker told no number: whatever is wanted is not less.
            return Long.MIN_VALUE;
        }
    }
}
