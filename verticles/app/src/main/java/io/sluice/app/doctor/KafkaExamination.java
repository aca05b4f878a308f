package io.sluice.app.doctor;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.common.config.TopicConfig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brokers, and whether the topics that exist keep what they acknowledge. */
final class KafkaExamination {
    private static final String SUBJECT = "kafka";
    private static final int SAFE_COPIES = 3;

    private KafkaExamination() {}

    static Examination of(KafkaSettings settings) {
        return new Examination(
                SUBJECT,
                "check kafka.bootstrap-servers and kafka.client (TLS, SASL), and that a firewall"
                        + " lets this host through",
                () -> examine(settings));
    }

    private static List<Finding> examine(KafkaSettings settings) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            TopicAdmin admin = TopicAdmin.create(vertx, settings);
            try {
                int brokers = await(admin.brokers());
                Set<String> names = await(admin.list());
                Map<String, TopicSpec> ours =
                        await(
                                admin.describe(
                                        names.stream().filter(KafkaExamination::isOurs).toList()));
                return judge(brokers, ours.values(), settings.maxRequestBytes());
            } finally {
                await(admin.close());
            }
        } finally {
            await(vertx.close());
        }
    }

    private static boolean isOurs(String topic) {
        return topic.equals(Topics.LOADS)
                || topic.equals(Topics.ARCHIVE)
                || Topics.parse(topic).isPresent();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return Examination.await(future.toCompletionStage());
    }

    static List<Finding> judge(int brokers, Collection<TopicSpec> topics, int maxRequest) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok(SUBJECT, "brokers: %d, topics: %d".formatted(brokers, topics.size())));
        if (brokers < SAFE_COPIES) {
            findings.add(
                    Finding.warning(
                            SUBJECT,
                            "fewer than 3 brokers: a disk that is lost takes events with it",
                            "run 3 brokers or more, and franz.replication: 3"));
        }
        for (TopicSpec topic : topics) {
            if (topic.replication() < Math.min(SAFE_COPIES, brokers)) {
                findings.add(
                        Finding.warning(
                                SUBJECT,
                                "topic %s has %d copies of each partition"
                                        .formatted(topic.name(), topic.replication()),
                                "raise them with kafka-reassign-partitions"));
            }
            long largest =
                    Long.parseLong(
                            topic.configs()
                                    .getOrDefault(
                                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                            Integer.toString(maxRequest)));
            if (largest < maxRequest) {
                findings.add(
                        Finding.failure(
                                SUBJECT,
                                "topic %s takes records of %d bytes, producers may send %d"
                                        .formatted(topic.name(), largest, maxRequest),
                                "set its max.message.bytes to " + maxRequest));
            }
        }
        return findings;
    }
}
