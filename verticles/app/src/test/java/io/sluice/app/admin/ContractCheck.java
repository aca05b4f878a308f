package io.sluice.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

/** Holds answers against an OpenAPI document, with a validator of JSON Schema that is not ours. */
final class ContractCheck {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final SchemaRegistry schemas =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final JsonNode document;
    private final Set<String> answered = new TreeSet<>();

    ContractCheck(String document) throws Exception {
        this.document = JSON.readTree(document);
    }

    /** Each method and path of the document: {@code get /v1/apps}. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method -> {
                                                    if (METHODS.contains(method.getKey())) {
                                                        all.add(
                                                                method.getKey()
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));
        return all;
    }

    /** Those that have given a good answer. */
    Set<String> answered() {
        return answered;
    }

    /** Status, type and body of the answer are as the document says; gives the body. */
    JsonNode check(String method, String path, HttpResponse<String> answer) throws Exception {
        String what = method + " " + path + " -> " + answer.statusCode() + " " + answer.body();
        JsonNode responses = document.path("paths").path(path).path(method).path("responses");
        assertThat(responses.isMissingNode()).as(what).isFalse();
        String status = Integer.toString(answer.statusCode());
        boolean good = answer.statusCode() < 300;
        assertThat(good ? responses.has(status) : responses.has("default")).as(what).isTrue();
        JsonNode response = resolved(good ? responses.path(status) : responses.path("default"));
        String type = answer.headers().firstValue("content-type").orElse("");
        assertThat(type).isEqualTo(good ? "application/json" : "application/problem+json");
        ObjectNode schema = JSON.createObjectNode();
        schema.putArray("allOf").add(response.path("content").path(type).path("schema"));
        assertThat(schema.path("allOf").get(0).isObject()).as(what).isTrue();
        schema.set("components", document.path("components"));
        JsonNode body = JSON.readTree(answer.body());
        assertThat(schemas.getSchema(schema).validate(body)).as(what).isEmpty();
        if (good) {
            answered.add(method + " " + path);
        } else {
            assertThat(body.path("status").asInt()).as(what).isEqualTo(answer.statusCode());
        }
        return body;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }
}
