package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sluice.devstack.DevStack;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A member that fails in the middle of giving partitions to another one, and begins anew. Seen in a
 * long load: two partitions belonged to nobody from then on, and the load stood still.
 */
class OrphanedPartitionsIT {
    private static final int PARTITIONS = 4;

    private final KafkaSettings kafka = KafkaSettings.of(DevStack.shared().kafka());
    private final CopyWork.Log log = new CopyWork.Log();
    private final AtomicBoolean failWhenRevoked = new AtomicBoolean(true);

    @Test
    void noPartitionIsLeftBehindByAMemberThatFailsInARebalance() throws Exception {
        try (TestTopics topics = new TestTopics(kafka, PARTITIONS)) {
            topics.create();
            PollLoop first = loop(topics, "first");
            first.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> log.holding().size() == PARTITIONS);
            PollLoop second = loop(topics, "second");
            second.start();
            await().atMost(Duration.ofSeconds(20)).untilFalse(failWhenRevoked);

            List<String> copies = new ArrayList<>();
            int sent = PARTITIONS * 5;
            topics.send(0, sent);
            await().atMost(Duration.ofSeconds(40))
                    .untilAsserted(
                            () -> {
                                copies.addAll(topics.readTarget());
                                assertThat(copies).hasSize(sent).doesNotHaveDuplicates();
                            });
            first.stop(Duration.ofSeconds(10)).toCompletableFuture().get(11, SECONDS);
            second.stop(Duration.ofSeconds(10)).toCompletableFuture().get(11, SECONDS);
        }
    }

    private PollLoop loop(TestTopics topics, String name) {
        String slot = topics.app() + "-" + name;
        return new PollLoop(
                new PollLoop.Config(
                        slot,
                        kafka,
                        "orphans-" + topics.app(),
                        topics.sourcePattern(),
                        100,
                        Duration.ofMillis(100),
                        Map.of()),
                (consumer, executor) ->
                        new FailingOnce(
                                new CopyWork(
                                        consumer,
                                        new TransactionalWriter(kafka, slot),
                                        topics.target(),
                                        log)));
    }

    /** Copies, and fails when it is first told to give something up. */
    private final class FailingOnce implements RecordWork {
        private final CopyWork copy;

        FailingOnce(CopyWork copy) {
            this.copy = copy;
        }

        @Override
        public void assigned(Collection<TopicPartition> partitions) {
            copy.assigned(partitions);
        }

        @Override
        public void work(ConsumerRecords<byte[], byte[]> records) {
            copy.work(records);
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            if (failWhenRevoked.compareAndSet(true, false)) {
                throw new IllegalStateException("asked to fail");
            }
            copy.revoked(partitions);
        }

        @Override
        public void lost(Collection<TopicPartition> partitions) {
            copy.lost(partitions);
        }

        @Override
        public void drain() {
            copy.drain();
        }

        @Override
        public void close() {
            copy.close();
        }
    }
}
