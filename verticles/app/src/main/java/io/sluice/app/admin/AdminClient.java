package io.sluice.app.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Calls of the admin API. One thread; blocks. */
final class AdminClient implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final int PAGE = 1000;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final URI base;
    private final String token;
    private final String actor;

    /**
     * @param base such as {@code http://127.0.0.1:8090}
     * @param actor who asks, for the record
     */
    AdminClient(URI base, String token, String actor) {
        this.base = base;
        this.token = token;
        this.actor = actor;
    }

    JsonNode get(String path, Map<String, String> query) throws IOException {
        return send("GET", path, query, Optional.empty());
    }

    JsonNode post(String path, ObjectNode body) throws IOException {
        return send("POST", path, Map.of(), Optional.of(body));
    }

    JsonNode send(String method, String path, ObjectNode body) throws IOException {
        return send(method, path, Map.of(), Optional.of(body));
    }

    /**
     * The items of a list, page after page, as the answer of one call would hold them.
     *
     * @param member the name of the list in the answer
     * @param most items; where there are more, {@code next} stays in the answer
     */
    ObjectNode list(String path, Map<String, String> query, String member, int most)
            throws IOException {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode items = all.putArray(member);
        Map<String, String> asked = new TreeMap<>(query);
        while (true) {
            asked.put("limit", Integer.toString(Math.min(PAGE, most - items.size())));
            JsonNode page = get(path, asked);
            page.path(member).forEach(items::add);
            String next = page.path("next").asText();
            if (next.isEmpty()) {
                return all;
            }
            if (items.size() >= most) {
                return all.put("next", next);
            }
            asked.put("cursor", next);
        }
    }

    private JsonNode send(
            String method, String path, Map<String, String> query, Optional<ObjectNode> body)
            throws IOException {
        StringBuilder uri = new StringBuilder(base + path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            uri.append(separator).append(parameter.getKey()).append('=');
            uri.append(encode(parameter.getValue()));
            separator = '&';
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(uri.toString()))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .header("X-Sluice-Actor", actor)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.map(it -> HttpRequest.BodyPublishers.ofString(it.toString()))
                                        .orElseGet(HttpRequest.BodyPublishers::noBody))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return read(request, answer);
        } catch (ConnectException refused) {
            throw new IOException(
                    "nobody answers at " + base + ": is a process with the role console there?",
                    refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static JsonNode read(HttpRequest request, HttpResponse<String> answer)
            throws IOException {
        int status = answer.statusCode();
        JsonNode body;
        try {
            body = JSON.readTree(answer.body());
        } catch (JsonProcessingException noJson) {
            throw new IOException(
                    request.uri() + " answers " + status + " and no JSON: is it the admin API?",
                    noJson);
        }
        if (status < 300) {
            return body;
        }
        String detail = body.path("detail").asText(body.path("title").asText("no reason given"));
        if (status >= 500) {
            throw new IOException(request.uri() + " answers " + status + ": " + detail);
        }
        throw new RefusedException(detail);
    }

    /** A text as a part of a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
