package io.sluice.kafka;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/**
 * What a topic keeps; empty where it is not limited.
 *
 * @param millis how long a record is kept
 * @param bytes how much of each partition is kept
 */
public record TopicRetention(OptionalLong millis, OptionalLong bytes) {
    static TopicRetention of(Config config) {
        return new TopicRetention(
                limit(config.get(TopicConfig.RETENTION_MS_CONFIG)),
                limit(config.get(TopicConfig.RETENTION_BYTES_CONFIG)));
    }

    private static OptionalLong limit(@Nullable ConfigEntry entry) {
        long value = entry == null || entry.value() == null ? -1 : Long.parseLong(entry.value());
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
