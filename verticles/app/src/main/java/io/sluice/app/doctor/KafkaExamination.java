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
import java.util.concurrent.TimeUnit;

/** Brokers, and whether the topics that exist keep what they acknowledge. */
record KafkaExamination(KafkaSettings settings) implements Examination {
    private static final int SAFE_COPIES = 3;
    private static final int ANSWER_SECONDS = 20;

    @Override
    public String subject() {
        return "kafka";
    }

    @Override
    public String remedy() {
        return "check kafka.bootstrap-servers and kafka.client (TLS, SASL), and that a firewall"
                + " lets this host through";
    }

    @Override
    public List<Finding> examine() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            TopicAdmin admin = TopicAdmin.create(vertx, settings);
            int brokers = await(admin.brokers());
            Set<String> names = await(admin.list());
            Map<String, TopicSpec> ours =
                    await(admin.describe(names.stream().filter(KafkaExamination::isOurs).toList()));
            await(admin.close());
            return judge(brokers, ours.values(), settings.maxRequestBytes());
        } finally {
            await(vertx.close());
        }
    }

    private static boolean isOurs(String topic) {
        return topic.equals(Topics.LOADS) || Topics.parse(topic).isPresent();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage()
                .toCompletableFuture()
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    static List<Finding> judge(int brokers, Collection<TopicSpec> topics, int maxRequest) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.ok("kafka", "%d brokers, %d topics".formatted(brokers, topics.size())));
        if (brokers < SAFE_COPIES) {
            findings.add(
                    Finding.warning(
                            "kafka",
                            "fewer than 3 brokers: a disk that is lost takes events with it",
                            "run 3 brokers or more, and franz.replication: 3"));
        }
        for (TopicSpec topic : topics) {
            if (topic.replication() < Math.min(SAFE_COPIES, brokers)) {
                findings.add(
                        Finding.warning(
                                "kafka",
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
                                "kafka",
                                "topic %s takes records of %d bytes, producers may send %d"
                                        .formatted(topic.name(), largest, maxRequest),
                                "set its max.message.bytes to " + maxRequest));
            }
        }
        return findings;
    }
}
