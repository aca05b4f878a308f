package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sluice.devstack.DevStack;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

class PollLoopIT {
    private static final KafkaSettings KAFKA = KafkaSettings.of(DevStack.shared().kafka());
    private final TestTopics topics = new TestTopics(KAFKA, 4);
    private final ConcurrentLinkedQueue<PollLoop> loops = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void makeTopics() {
        topics.create();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (PollLoop loop : loops) {
            loop.stop(Duration.ofSeconds(10)).toCompletableFuture().get(20, SECONDS);
        }
        topics.close();
    }

    private PollLoop.Config config(String slot) {
        return config(slot, Map.of());
    }

    private PollLoop.Config config(String slot, Map<String, String> extra) {
        return new PollLoop.Config(
                slot + "-" + topics.app(),
                KAFKA,
                "copy-" + topics.app(),
                topics.sourcePattern(),
                500,
                Duration.ofMillis(100),
                extra);
    }

    private PollLoop start(String slot, CopyWork.Log log) {
        return start(config(slot), log);
    }

    private PollLoop start(PollLoop.Config config, CopyWork.Log log) {
        return start(
                config,
                (consumer, executor) ->
                        new CopyWork(
                                consumer,
                                new TransactionalWriter(KAFKA, config.name()),
                                topics.target(),
                                log));
    }

    private PollLoop start(PollLoop.Config config, PollLoop.WorkFactory factory) {
        PollLoop loop = new PollLoop(config, factory);
        loops.add(loop);
        loop.start();
        return loop;
    }

    private void awaitCopies(int count) {
        List<String> copies = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            copies.addAll(topics.readTarget());
                            assertThat(copies).hasSize(count).doesNotHaveDuplicates();
                        });
    }

    private long counted() {
        try (GroupOffsets offsets = new GroupOffsets(KAFKA)) {
            return offsets.committed("copy-" + topics.app()).values().stream()
                    .mapToLong(offset -> OffsetCounters.parse(offset.metadata()).get("copied"))
                    .sum();
        }
    }

    @Test
    void copiesOnceAcrossFailuresOfTheWork() throws Exception {
        CopyWork.Log log = new CopyWork.Log();
        log.failBeforeCommit().set(true);
        topics.send(0, 1000);
        PollLoop loop = start("a", log);
        awaitCopies(1000);
        assertThat(loop.state()).isInstanceOf(PollLoop.State.Running.class);
        assertThat(log.calls()).containsSubsequence("assigned", "close", "assigned");

        loop.stop(Duration.ofSeconds(10)).toCompletableFuture().get(10, SECONDS);
        assertThat(loop.state()).isInstanceOf(PollLoop.State.Stopped.class);
        assertThat(log.calls()).endsWith("drain", "close").doesNotContain("revoked", "lost");
        assertThat(counted()).isEqualTo(1000);

        topics.send(1000, 2000);
        start("a", log);
        awaitCopies(1000);
        assertThat(counted()).isEqualTo(2000);
    }

    @Test
    void aSuccessorFencesWhatTheKilledOneLeftOpen() {
        try (TransactionalWriter killed = new TransactionalWriter(KAFKA, config("a").name())) {
            killed.send(new ProducerRecord<>(topics.target(), "half done".getBytes()));
            assertThat(killed.open()).isTrue();
            topics.send(0, 10);
            start("a", new CopyWork.Log());
            awaitCopies(10);
            assertThatThrownBy(
                            () -> {
                                killed.send(new ProducerRecord<>(topics.target(), new byte[1]));
                                killed.commit(Map.of(), topics.readerGroup());
                            })
                    .isInstanceOf(KafkaException.class);
        }
    }

    @Test
    void membersShareAndHandOver() throws Exception {
        CopyWork.Log first = new CopyWork.Log();
        CopyWork.Log second = new CopyWork.Log();
        start("a", first);
        await().atMost(Duration.ofSeconds(15)).until(() -> first.holding().size() == 4);
        PollLoop leaving = start("b", second);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> first.holding().size() == 2 && second.holding().size() == 2);
        assertThat(first.calls()).containsExactly("assigned", "revoked", "assigned");
        assertThat(Stream.of(first, second).flatMap(log -> log.holding().stream()))
                .containsExactlyInAnyOrderElementsOf(topics.sourcePartitions());

        long began = System.nanoTime();
        leaving.stop(Duration.ofSeconds(10)).toCompletableFuture().get(10, SECONDS);
        await().atMost(Duration.ofSeconds(8)).until(() -> first.holding().size() == 4);
        // Sooner than the session of a static member ends.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        topics.send(0, 100);
        awaitCopies(100);
    }

    @Test
    void aMemberThatSleptThroughItsSessionLosesItsPartitionsAndComesBack() {
        CopyWork.Log log = new CopyWork.Log();
        Map<String, String> shortSession =
                Map.of(
                        "session.timeout.ms", "2000",
                        "heartbeat.interval.ms", "500",
                        "max.poll.interval.ms", "2000");
        PollLoop sleeper = start(config("sleeper", shortSession), log);
        await().atMost(Duration.ofSeconds(15)).until(() -> log.holding().size() == 4);
        CopyWork.Log other = new CopyWork.Log();
        sleeper.execute(
                () -> {
                    start("b", other);
                    await().pollInSameThread()
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> other.holding().size() == 4);
                });
        await().atMost(Duration.ofSeconds(30))
                .until(() -> log.calls().contains("lost") && log.holding().size() == 2);
        topics.send(0, 100);
        awaitCopies(100);
    }

    @Test
    void runsTasksWhileAPollWaits() throws Exception {
        PollLoop.Config slow =
                new PollLoop.Config(
                        "slow-" + topics.app(),
                        KAFKA,
                        "slow-" + topics.app(),
                        topics.sourcePattern(),
                        500,
                        Duration.ofSeconds(60),
                        Map.of());
        CopyWork.Log log = new CopyWork.Log();
        PollLoop loop = start(slow, log);
        await().atMost(Duration.ofSeconds(15)).until(() -> log.holding().size() == 4);
        for (int i = 0; i < 50; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            loop.execute(ran::countDown);
            assertThat(ran.await(2, SECONDS)).isTrue();
        }
        topics.send(0, 10);
        awaitCopies(10);
        loop.stop(Duration.ofSeconds(5)).toCompletableFuture().get(6, SECONDS);
    }

    @Test
    void stopIsBounded() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        PollLoop loop =
                new PollLoop(
                        config("stuck"),
                        (consumer, executor) -> new StuckWork(working, interrupted));
        loop.start();
        assertThat(working.await(10, SECONDS)).isTrue();
        assertThatThrownBy(
                        () ->
                                loop.stop(Duration.ofMillis(500))
                                        .toCompletableFuture()
                                        .get(3, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(interrupted.await(2, SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> loop.state() instanceof PollLoop.State.Stopped);
    }

    @Test
    void tellsThatKafkaIsAway() throws Exception {
        PollLoop.Config away =
                new PollLoop.Config(
                        "away",
                        KafkaSettings.of("127.0.0.1:1"),
                        "away",
                        Topics.EVENTS,
                        10,
                        Duration.ofMillis(50),
                        Map.of());
        PollLoop loop =
                start(
                        away,
                        (consumer, executor) -> {
                            throw new IllegalStateException("no way");
                        });
        await().until(() -> loop.state() instanceof PollLoop.State.Retrying);
        assertThat(loop.state().toString()).contains("no way");
        loop.stop(Duration.ofSeconds(5)).toCompletableFuture().get(6, SECONDS);
    }

    @Test
    void findsTheTopicsOfANewAppSoon() {
        CopyWork.Log log = new CopyWork.Log();
        start("a", log);
        await().atMost(Duration.ofSeconds(15)).until(() -> log.holding().size() == 4);
        TopicPartition late = topics.createAnotherSource();
        await().atMost(Duration.ofSeconds(5)).until(() -> log.holding().contains(late));
        assertThat(log.calls()).containsExactly("assigned", "revoked", "assigned");
    }
}
