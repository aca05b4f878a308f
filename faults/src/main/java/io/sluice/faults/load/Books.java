package io.sluice.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.app.Role;
import io.sluice.faults.rig.Repeated;
import io.sluice.faults.rig.Rig;
import io.sluice.faults.rig.RoleProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the loaders for the books, all the time. They may say that they cannot be read, or that
 * events are under way; a difference they must never show.
 */
public final class Books implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int EXAMPLES = 5;
    private static final Pattern TOO_MANY = Pattern.compile("(\\d+) rows too many");

    private final Poison poison;
    private final List<String> differences = new ArrayList<>();
    private final Repeated looks;
    private int asked;
    private int answered;

    /** What was seen. */
    public record Seen(int asked, int answered, List<String> differences) {}

    public Books(Rig rig, Poison poison) {
        this.poison = poison;
        this.looks = new Repeated("books", EVERY, () -> note(read(rig)));
    }

    private synchronized void note(Optional<JsonNode> books) {
        asked++;
        if (books.isPresent()) {
            answered++;
            List<String> found = differences(books.get(), poison);
            if (!found.isEmpty() && differences.size() < EXAMPLES) {
                differences.add(found + " in " + books.get());
            }
        }
    }

    /** What the books find wrong, but for rows that were forged: those they have to find. */
    public static List<String> differences(JsonNode books, Poison poison) {
        return books.path("findings")
                .valueStream()
                .filter(it -> !isForged(it, poison.claimed(it.path("place").asText())))
                .map(it -> it.path("text").asText())
                .toList();
    }

    private static boolean isForged(JsonNode finding, int claimed) {
        Matcher tooMany = TOO_MANY.matcher(finding.path("text").asText());
        return tooMany.find() && Long.parseLong(tooMany.group(1)) <= claimed;
    }

    public synchronized Seen seen() {
        return new Seen(asked, answered, List.copyOf(differences));
    }

    /** Waits until nothing is under way; the last books, balanced or not. */
    public static Optional<JsonNode> awaitSettled(Rig rig, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<JsonNode> books = read(rig);
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

    /** The books of now, from the first loader that answers. */
    public static Optional<JsonNode> read(Rig rig) throws InterruptedException {
        for (RoleProcess role : rig.roles()) {
            if (role.instance().role() == Role.LOADER && role.isAlive()) {
                Optional<JsonNode> books = read(rig, role);
                if (books.isPresent()) {
                    return books;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> read(Rig rig, RoleProcess role) throws InterruptedException {
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
        looks.close();
    }
}
