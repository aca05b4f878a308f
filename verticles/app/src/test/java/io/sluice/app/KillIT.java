package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * A load killed at random moments is finished by the same command: nothing lost, nothing twice.
 * {@code -Dsluice.kills=N} sets how often, {@code -Dsluice.seed=N} when.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillIT {
    private static final int KILLS = Integer.getInteger("sluice.kills", 3);
    private static final int EVENTS = Integer.getInteger("sluice.events", 150_000);
    private static final long SEED = Long.getLong("sluice.seed", System.nanoTime());

    @TempDir private Path folder;

    @Test
    void theSameCommandFinishesWhatWasKilled() throws IOException, InterruptedException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        Path file = folder.resolve("events.ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int n = 0; n < EVENTS; n++) {
                out.write(
                        "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"kill\",\"evname\":\"e%d\",\"body\":{\"n\":%d,\"f%d\":\"%s\"}}%n"
                                .formatted(n % 4, n, n * 7 / EVENTS, "x".repeat(n % 40)));
            }
        }
        String[] line = {
            "load",
            file.toString(),
            "--data-dir",
            folder.resolve("data").toString(),
            "--json",
            "--query",
            "SELECT count(*), count(DISTINCT n), sum(n), min(n), max(n) FROM (SELECT n FROM"
                    + " _e_kill__e0 UNION ALL SELECT n FROM _e_kill__e1 UNION ALL SELECT n FROM"
                    + " _e_kill__e2 UNION ALL SELECT n FROM _e_kill__e3) AS t"
        };
        for (int kill = 0; kill < KILLS; kill++) {
            try (SluiceProcess process = SluiceProcess.start(folder, Map.of(), line)) {
                long millis = 2_000 + random.nextInt(16_000);
                boolean ended = process.endsWithin(millis);
                System.out.println("kill after " + millis + " ms, ended before: " + ended);
                process.kill();
            }
        }
        SluiceProcess.Result result = SluiceProcess.run(folder, line);
        assertThat(result.code()).as(result.err()).isZero();
        JsonNode json = result.json();
        assertThat(json.path("received").asLong()).isEqualTo(EVENTS);
        assertThat(json.path("loaded").asLong()).isEqualTo(EVENTS);
        assertThat(json.path("duplicates").asLong()).isZero();
        assertThat(json.path("dead").asLong()).isZero();
        long sum = (long) EVENTS * (EVENTS - 1) / 2;
        assertThat(json.path("query").toString())
                .isEqualTo("[[%d,%d,%d,0,%d]]".formatted(EVENTS, EVENTS, sum, EVENTS - 1));
    }
}
