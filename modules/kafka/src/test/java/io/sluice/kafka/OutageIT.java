package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sluice.devstack.EmbeddedKafka;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class OutageIT {
    @TempDir private Path folder;

    @Test
    void aLoopHealsWhenKafkaComesBack() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        try {
            String address = kafka.bootstrapServers();
            KafkaSettings settings = KafkaSettings.of(address);
            CopyWork.Log log = new CopyWork.Log();
            try (TestTopics topics = new TestTopics(settings, 2)) {
                topics.create();
                PollLoop loop = loop(settings, topics, log);
                loop.start();
                topics.send(0, 10);
                List<String> copies = new ArrayList<>();
                awaitCopies(topics, copies, 10);

                kafka.close();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> loop.state() instanceof PollLoop.State.Retrying);
                kafka = EmbeddedKafka.start(folder, port(address));
                topics.send(10, 20);
                awaitCopies(topics, copies, 20);
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> loop.state() instanceof PollLoop.State.Running);
                loop.stop(Duration.ofSeconds(10)).toCompletableFuture().get(11, SECONDS);
            }
        } finally {
            kafka.close();
        }
    }

    static PollLoop loop(KafkaSettings settings, TestTopics topics, CopyWork.Log log) {
        return new PollLoop(
                new PollLoop.Config(
                        "outage",
                        settings,
                        "outage",
                        topics.sourcePattern(),
                        100,
                        Duration.ofMillis(100),
                        Map.of()),
                (consumer, executor) ->
                        new CopyWork(
                                consumer,
                                new TransactionalWriter(settings, "outage"),
                                topics.target(),
                                log));
    }

    private static void awaitCopies(TestTopics topics, List<String> copies, int count) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(
                        () -> {
                            copies.addAll(topics.readTarget());
                            assertThat(copies).hasSize(count).doesNotHaveDuplicates();
                        });
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }
}
