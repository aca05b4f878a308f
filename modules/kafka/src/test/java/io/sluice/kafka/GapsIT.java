package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sluice.devstack.DevStack;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records that are gone before they are read: never stepped over in silence. */
class GapsIT {
    private static final KafkaSettings KAFKA = KafkaSettings.of(DevStack.shared().kafka());
    private final TestTopics topics = new TestTopics(KAFKA, 1);
    private final TopicPartition source = new TopicPartition(topics.source(), 0);
    private final String group = "copy-" + topics.app();
    private final Set<Integer> copied = new TreeSet<>();

    @BeforeEach
    void makeTopics() {
        topics.create();
    }

    @AfterEach
    void closeTopics() {
        topics.close();
    }

    private PollLoop start() {
        return start(new CopyWork.Log());
    }

    private PollLoop start(CopyWork.Log log) {
        PollLoop.Config config =
                new PollLoop.Config(
                        "gaps-" + topics.app(),
                        KAFKA,
                        group,
                        topics.sourcePattern(),
                        10,
                        Duration.ofMillis(50),
                        Map.of());
        PollLoop loop =
                new PollLoop(
                        config,
                        (consumer, executor) ->
                                new CopyWork(
                                        consumer,
                                        new TransactionalWriter(KAFKA, config.name()),
                                        topics.target(),
                                        log));
        loop.start();
        return loop;
    }

    private static void stop(PollLoop loop) throws Exception {
        loop.stop(Duration.ofSeconds(10)).toCompletableFuture().get(12, SECONDS);
    }

    private OffsetCounters counters() {
        try (GroupOffsets offsets = new GroupOffsets(KAFKA)) {
            OffsetAndMetadata offset = offsets.committed(group).get(source);
            return OffsetCounters.parse(offset == null ? "" : offset.metadata());
        }
    }

    private void awaitCopied(Set<Integer> numbers) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            topics.readTarget().stream().map(Integer::valueOf).forEach(copied::add);
                            assertThat(copied).isEqualTo(numbers);
                        });
    }

    private static Set<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void countsWhatWasGoneWhileNobodyRead() throws Exception {
        topics.send(0, 100);
        PollLoop first = start();
        awaitCopied(numbers(0, 100));
        stop(first);
        topics.send(100, 150);
        topics.deleteBefore(source, 130);

        PollLoop second = start();
        Set<Integer> left = numbers(0, 100);
        left.addAll(numbers(130, 150));
        awaitCopied(left);
        stop(second);
        assertThat(counters().get(OffsetCounters.SKIPPED)).isEqualTo(30);
        assertThat(counters().get("copied")).isEqualTo(120);

        PollLoop third = start();
        topics.send(150, 160);
        left.addAll(numbers(150, 160));
        awaitCopied(left);
        stop(third);
        assertThat(counters().get(OffsetCounters.SKIPPED)).isEqualTo(30);
    }

    @Test
    void countsWhatWasGoneBeforeTheFirstRead() throws Exception {
        topics.send(0, 50);
        topics.deleteBefore(source, 20);

        PollLoop loop = start();
        awaitCopied(numbers(20, 50));
        stop(loop);

        assertThat(counters().get(OffsetCounters.SKIPPED)).isEqualTo(20);
    }

    /** What was read and not committed is gone as well: the offsets count from the commit. */
    @Test
    void countsWhatAFailedWorkCanReadNoMore() throws Exception {
        topics.send(0, 10);
        AtomicBoolean deleted = new AtomicBoolean();
        CopyWork.Log log = new CopyWork.Log();
        PollLoop first = start(log);
        awaitCopied(numbers(0, 10));
        log.failBeforeCommit().set(true);
        first.execute(
                () -> {
                    topics.send(10, 20);
                    topics.deleteBefore(source, 15);
                    deleted.set(true);
                });
        await().untilTrue(deleted);
        Set<Integer> left = numbers(0, 10);
        left.addAll(numbers(15, 20));
        awaitCopied(left);
        stop(first);

        assertThat(counters().get(OffsetCounters.SKIPPED)).isEqualTo(5);
    }

    @Test
    void readsAPartitionThatWasMadeAnewFromItsBeginningAndSaysSo() throws Exception {
        topics.send(0, 30);
        topics.commit(group, source, new OffsetAndMetadata(1000, "copied=1000"));

        PollLoop loop = start();
        awaitCopied(numbers(0, 30));
        stop(loop);

        assertThat(counters().get(OffsetCounters.ANEW)).isEqualTo(1);
        assertThat(counters().get("copied")).isEqualTo(1030);
    }
}
