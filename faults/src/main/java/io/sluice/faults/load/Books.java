package io.sluice.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.app.Role;
import io.sluice.faults.rig.Rig;
import io.sluice.faults.rig.RoleProcess;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the loaders for the books, all the time. They may say that they cannot be read, or that
 * events are under way; a difference they must never show.
 */
public final class Books implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Books.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long EVERY_MS = 5_000;
    private static final int EXAMPLES = 5;

    private final Rig rig;
    private final List<String> differences = new ArrayList<>();
    private final Thread thread;
    private int asked;
    private int answered;

    /** What was seen. */
    public record Seen(int asked, int answered, List<String> differences) {}

    public Books(Rig rig) {
        this.rig = rig;
        this.thread = Thread.ofVirtual().name("books").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(EVERY_MS);
                note(read());
            }
        } catch (InterruptedException stopped) {
            log.debug("books are no longer watched");
        }
    }

    private synchronized void note(Optional<JsonNode> books) {
        asked++;
        if (books.isPresent()) {
            answered++;
            if (!books.get().path("balanced").asBoolean() && differences.size() < EXAMPLES) {
                differences.add(books.get().toString());
            }
        }
    }

    public synchronized Seen seen() {
        return new Seen(asked, answered, List.copyOf(differences));
    }

    /** Waits until nothing is under way; the last books, balanced or not. */
    public Optional<JsonNode> awaitSettled(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<JsonNode> books = read();
            if (books.map(Books::settled).orElse(false) || System.nanoTime() > end) {
                return books;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** Whether nothing is under way, of any app. */
    public static boolean settled(JsonNode books) {
        return books.path("apps").size() == App.values().length
                && books.path("apps")
                        .valueStream()
                        .allMatch(
                                it ->
                                        it.path("state").asText().equals("settled")
                                                && it.path("in_flight").asLong() == 0);
    }

    /** From the first loader that answers. */
    private Optional<JsonNode> read() throws InterruptedException {
        for (RoleProcess role : rig.roles()) {
            if (role.instance().role() == Role.LOADER && role.isAlive()) {
                Optional<JsonNode> books = read(role);
                if (books.isPresent()) {
                    return books;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> read(RoleProcess role) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:%d/books".formatted(role.managementPort()));
        try {
            HttpResponse<String> answer =
                    rig.http()
                            .send(
                                    HttpRequest.newBuilder(uri).timeout(LIMIT).build(),
                                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? Optional.of(new ObjectMapper().readTree(answer.body()))
                    : Optional.empty();
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    /** Asks no more. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
