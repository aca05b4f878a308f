package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sluice.devstack.DevStack;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

class TopicAdminIT {
    private static final KafkaSettings KAFKA = KafkaSettings.of(DevStack.shared().kafka());
    private final Vertx vertx = Vertx.vertx();
    private final TopicAdmin admin = TopicAdmin.create(vertx, KAFKA);
    private final String name = Topics.events("a" + UUID.randomUUID());

    @AfterEach
    void close() throws Exception {
        get(admin.close());
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }

    @Test
    void makesATopicOnceAndTellsItsShape() throws Exception {
        TopicSpec wanted = new TopicSpec(name, 3, 1, Map.of("retention.ms", "86400000"));
        assertThat(get(admin.create(wanted))).isTrue();
        assertThat(get(admin.create(wanted))).isFalse();
        assertThat(get(admin.list())).contains(name);

        Map<String, TopicSpec> found = get(admin.describe(List.of(name, "sluice.not.there")));
        assertThat(found).containsOnlyKeys(name);
        TopicSpec topic = found.get(name);
        assertThat(topic.partitions()).isEqualTo(3);
        assertThat(topic.replication()).isEqualTo(1);
        assertThat(topic.configs()).containsEntry("retention.ms", "86400000");
    }

    @Test
    void tellsWhereATopicBeginsAndEnds() throws Exception {
        get(admin.create(new TopicSpec(name, 2, 1, Map.of())));
        List<TopicPartition> partitions =
                IntStream.range(0, 2).mapToObj(p -> new TopicPartition(name, p)).toList();
        try (Producer<byte[], byte[]> producer = ProducerFactory.idempotent(KAFKA);
                GroupOffsets offsets = new GroupOffsets(KAFKA)) {
            // A producer waits next to nothing for what it does not know yet.
            await().ignoreExceptionsInstanceOf(TimeoutException.class)
                    .until(() -> producer.partitionsFor(name).size() == 2);
            producer.send(new ProducerRecord<>(name, 1, null, new byte[5])).get();

            assertThat(offsets.partitions(List.of(name, "sluice.not.there")))
                    .containsExactlyInAnyOrderElementsOf(partitions);
            assertThat(offsets.ends(partitions))
                    .containsOnly(
                            Map.entry(partitions.get(0), 0L), Map.entry(partitions.get(1), 1L));
            assertThat(offsets.begins(partitions).values()).containsOnly(0L);
            assertThat(offsets.committed("nobody")).isEmpty();
        }
    }
}
