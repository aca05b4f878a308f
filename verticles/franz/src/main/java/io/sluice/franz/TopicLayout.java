package io.sluice.franz;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.Topics;

import org.apache.kafka.common.config.TopicConfig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The topics that there should be, by the settings. Pure. */
final class TopicLayout {
    private final FranzSettings settings;
    private final int maxMessageBytes;

    /**
     * @throws IllegalArgumentException if a topic would not take what a producer may send
     */
    TopicLayout(FranzSettings settings, KafkaSettings kafka) {
        if (!settings.fits(kafka)) {
            throw new IllegalArgumentException(
                    "max-message-size %d is below the %d bytes that producers may send"
                            .formatted(settings.maxMessageBytes(), kafka.maxRequestBytes()));
        }
        this.settings = settings;
        maxMessageBytes =
                settings.maxMessageBytes() == 0
                        ? kafka.maxRequestBytes()
                        : settings.maxMessageBytes();
    }

    /** The topics of these apps, and those of load units and archive units. */
    List<TopicSpec> topics(Collection<String> apps) {
        List<TopicSpec> topics = new ArrayList<>();
        topics.add(topic(Topics.LOADS, settings.loadsPartitions(), settings.retention().loads()));
        topics.add(topic(Topics.ARCHIVE, 1, settings.retention().archive()));
        for (String app : apps) {
            AppTopics its = settings.of(app);
            Retention retention = its.retention();
            topics.add(topic(Topics.events(app), its.partitions(), retention.events()));
            topics.add(topic(Topics.rows(app), its.partitions(), retention.rows()));
            topics.add(topic(Topics.dead(app), 1, retention.dead()));
        }
        return topics;
    }

    private TopicSpec topic(String name, int partitions, Duration retention) {
        return new TopicSpec(
                name,
                partitions,
                settings.replication(),
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        // The broker's clock: by a producer's that is wrong, records would be
                        // refused (an hour ahead) or deleted early (longer behind than retention).
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.RETENTION_MS_CONFIG,
                        retentionMillis(retention),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(maxMessageBytes),
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(settings.minInsync()),
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        settings.compression().word()));
    }

    private static String retentionMillis(Duration retention) {
        return retention.equals(Retention.FOREVER) ? "-1" : Long.toString(retention.toMillis());
    }
}
