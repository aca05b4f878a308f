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

/**
 * A broker that answers its controller too late is fenced, and the cluster then has no broker at
 * all for a moment. Here the broker beats more slowly than its controller expects, again and again,
 * while records come in; then it is well. Whatever its clients believe by then, the work goes on.
 */
class FencedBrokerIT {
    private static final Map<String, String> FLAPPING =
            Map.of("broker.session.timeout.ms", "700", "broker.heartbeat.interval.ms", "1500");
    private static final int STEPS = 10;
    private static final int STEP = 20;

    @TempDir private Path folder;

    @Test
    void clientsGoOnAfterABrokerThatWasFencedAgainAndAgain() throws Exception {
        EmbeddedKafka flapping = EmbeddedKafka.start(folder, 0, FLAPPING);
        KafkaSettings settings = KafkaSettings.of(flapping.bootstrapServers());
        try (TestTopics topics = new TestTopics(settings, 4)) {
            topics.create();
            PollLoop loop = OutageIT.loop(settings, topics, new CopyWork.Log());
            loop.start();
            for (int step = 0; step < STEPS; step++) {
                topics.send(step * STEP, (step + 1) * STEP);
            }
            flapping.close();
            int port = Integer.parseInt(settings.bootstrapServers().replaceAll(".*:", ""));
            try (EmbeddedKafka well = EmbeddedKafka.start(folder, port, Map.of())) {
                List<String> copies = new ArrayList<>();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(
                                () -> {
                                    copies.addAll(topics.readTarget());
                                    assertThat(copies).hasSize(STEPS * STEP);
                                });
                assertThat(copies).doesNotHaveDuplicates();
                assertThat(well.bootstrapServers()).isEqualTo(settings.bootstrapServers());
                loop.stop(Duration.ofSeconds(20)).toCompletableFuture().get(21, SECONDS);
            }
        }
    }
}
