package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Kafka stands still and clients send on: the door takes what its in-flight limit allows, answers
 * the others 503, lives within a heap of {@code -Dsluice.door-heap} MiB (256), and goes on.
 */
class DoorSoakIT {
    private static final int HEAP = Integer.getInteger("sluice.door-heap", 256);
    private static final int CLIENTS = 60;
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"soak\",\"evname\":\"door\",\"body\":{\"n\":1}}\n";

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void aFullDoorStaysWithinItsHeap() throws Exception {
        try (BackendsProcess backends = BackendsProcess.start(folder)) {
            environment.putAll(backends.environment());
            topics();
            try (BoundedRole door =
                            BoundedRole.ready(
                                    Role.EVENT_SINK, folder, environment, HEAP, Map.of());
                    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(post(EVENT)).isEqualTo(202);
                for (String body :
                        List.of(EVENT.repeat(2_000_000 / EVENT.length()), "x\n".repeat(90_000))) {
                    backends.signal("STOP");
                    List<Future<Integer>> answers = new ArrayList<>();
                    for (int i = 0; i < CLIENTS; i++) {
                        answers.add(clients.submit(() -> post(body)));
                    }
                    // Kafka answers nobody: who has an answer was refused, for the door is full.
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> answers.stream().anyMatch(Future::isDone));
                    backends.signal("CONT");
                    int busy = 0;
                    for (Future<Integer> answer : answers) {
                        assertThat(answer.get()).isIn(202, 400, 503);
                        busy += answer.get() == 503 ? 1 : 0;
                    }
                    assertThat(busy).as("refused for want of room").isPositive();
                    assertThat(busy).as("taken all the same").isLessThan(CLIENTS);
                    door.assertAlive();
                    assertThat(post(EVENT)).isEqualTo(202);
                }
                System.out.printf(
                        "event-sink, full: heap at most %d MiB, process at most %d MiB, %.1f s of"
                                + " garbage collection%n",
                        HEAP, door.peakMib(), door.gcSeconds());
                door.terminate();
            }
        }
    }

    private void topics() throws IOException, InterruptedException {
        try (BoundedRole franz =
                        BoundedRole.ready(Role.FRANZ, folder, environment, HEAP, Map.of());
                GroupOffsets offsets =
                        new GroupOffsets(KafkaSettings.of(environment.get("SLUICE_KAFKA")))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> !offsets.partitions(List.of(Topics.dead("demo"))).isEmpty());
            franz.terminate();
        }
    }

    private int post(String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(BackendsProcess.door(environment)))
                        .header("Authorization", "Bearer " + environment.get("SLUICE_WRITE_KEY"))
                        .header("Content-Type", "application/x-ndjson")
                        .timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
