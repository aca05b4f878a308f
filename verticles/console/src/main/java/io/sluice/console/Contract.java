package io.sluice.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.vertx.core.http.HttpMethod;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The OpenAPI document. The routes of the server are made from it, so that neither has an operation
 * that the other lacks.
 */
final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private final JsonNode document;

    /**
     * One operation.
     *
     * @param path as OpenAPI writes it: {@code /v1/apps/{app}}
     * @param query the names of its query parameters
     */
    record Route(String id, HttpMethod method, String path, Set<String> query) {
        /** The path as the router writes it: {@code /v1/apps/:app}. */
        String routerPath() {
            return path.replaceAll("\\{([a-z_]+)}", ":$1");
        }
    }

    private Contract(JsonNode document) {
        this.document = document;
    }

    static Contract load() {
        try (InputStream yaml = Contract.class.getResourceAsStream("openapi.yaml")) {
            return new Contract(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (IOException broken) {
            throw new UncheckedIOException("openapi.yaml cannot be read", broken);
        }
    }

    /** The document as JSON. */
    String json() {
        return document.toPrettyString();
    }

    /** All operations, in the order of the document. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    routes.add(route(path, method));
                }
            }
        }
        return routes;
    }

    private Route route(Map.Entry<String, JsonNode> path, Map.Entry<String, JsonNode> method) {
        Set<String> query = new HashSet<>();
        for (JsonNode each : method.getValue().path("parameters")) {
            JsonNode parameter = resolved(each);
            if (parameter.path("in").asText().equals("query")) {
                query.add(parameter.path("name").asText());
            }
        }
        return new Route(
                method.getValue().path("operationId").asText(),
                HttpMethod.valueOf(method.getKey().toUpperCase(Locale.ROOT)),
                path.getKey(),
                Set.copyOf(query));
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }
}
