package io.sluice.franz;

import java.util.Locale;

/**
 * Something about topics that a person may want to know of.
 *
 * @param kind what it is
 * @param topic which it is about; empty where it is about the cluster
 * @param text what was expected and what was found, in words
 * @param leftAlone why {@code topics apply} does not mend it, or what to do; empty where it does
 */
public record Finding(Kind kind, String topic, String text, String leftAlone) {
    /** What a finding can be of; also a label of metrics. */
    public enum Kind {
        MISSING_TOPIC,
        FEWER_PARTITIONS,
        OTHER_REPLICATION,
        OTHER_SETTING,
        NO_LEADER,
        UNDER_REPLICATED,
        BELOW_MIN_INSYNC,
        RETENTION_NEAR,
        STALE_TOPIC,
        UNKNOWN_APP,
        SKEW,
        MORE_PARTITIONS_ADVISED,
        MISSING_RIGHT;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One that {@code topics apply} mends. */
    static Finding of(Kind kind, String topic, String text) {
        return new Finding(kind, topic, text, "");
    }

    /** One line for people. */
    public String line() {
        String subject = topic.isEmpty() ? "" : topic + ": ";
        return subject + text + (leftAlone.isEmpty() ? "" : "; left alone: " + leftAlone);
    }
}
