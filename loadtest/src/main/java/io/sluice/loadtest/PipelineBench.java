package io.sluice.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * HTTP to rows in PostgreSQL: {@code ./sluice load FILE --json} as a user runs it, a new process
 * with new backends each time, timed by the {@code seconds} that it prints. Its CPU time is that of
 * the whole process, from start to end, with broker and object store in it and without PostgreSQL's
 * own processes.
 */
final class PipelineBench {
    private static final String NAME = "pipeline";
    private static final double TARGET = 150_000;
    private static final long SEED = 1;
    private static final long LOOK_EVERY_MS = 20;

    private final Effort effort;
    private final int events;
    private final Path script;
    private final Path file;
    private final long bytes;

    private PipelineBench(Effort effort, Path folder, int events) throws IOException {
        this.effort = effort;
        this.events = events;
        this.script = Checkout.find().resolve("sluice");
        this.file = folder.resolve("mission.ndjson");
        Mission mission = new Mission(SEED);
        try (OutputStream out = Files.newOutputStream(file)) {
            mission.chunks(
                    events,
                    1 << 20,
                    (lines, count) -> {
                        try {
                            out.write(lines);
                            out.write('\n');
                        } catch (IOException failed) {
                            throw new java.io.UncheckedIOException(failed);
                        }
                    });
        }
        bytes = Files.size(file);
    }

    static Result run(Effort effort) throws Exception {
        int events = 1_000_000;
        try (Workspace workspace = Workspace.make()) {
            effort.note("%s: writing %,d events and their CSV", NAME, events);
            PipelineBench bench = new PipelineBench(effort, workspace.folder(), events);
            CopyYardstick yardstick = new CopyYardstick(workspace, new Mission(SEED), events);
            Result result =
                    effort.compare(
                            NAME,
                            effort.of(1, 0),
                            effort.of(5, 1),
                            0.3,
                            0.5,
                            bench::load,
                            yardstick::run);
            effort.target(NAME, result.own().eventsPerSecond(), TARGET);
            return result;
        }
    }

    private Round load() throws Exception {
        Process process =
                new ProcessBuilder(script.toString(), "load", file.toString(), "--json")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(
                            () ->
                                    process.inputReader(StandardCharsets.UTF_8)
                                            .lines()
                                            .reduce("", String::concat));
            Duration cpu = Duration.ZERO;
            while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                // Nothing tells a process's CPU time once it has ended: the last look counts.
                cpu = process.info().totalCpuDuration().orElse(cpu);
            }
            return check(process.exitValue(), answer.get(), cpu);
        } finally {
            process.destroy();
        }
    }

    private Round check(int exit, String answer, Duration cpu) throws IOException {
        JsonNode books = new ObjectMapper().readTree(answer);
        if (exit != 0 || books.path("loaded").asLong() != events) {
            throw new IllegalStateException(
                    "load ended with %d and said: %s".formatted(exit, answer));
        }
        long nanos = Math.round(books.path("seconds").asDouble() * 1e9);
        effort.note("%s: loaded in %.2f s", NAME, nanos / 1e9);
        return new Round(events, bytes, nanos, cpu.toNanos());
    }
}
