package io.sluice.console;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The whole pipeline at one look, and what franz advises. */
final class PipelineOperations {
    private final Supplier<JsonObject> snapshot;
    private final Optional<Supplier<JsonObject>> advice;

    /**
     * @param advice of the franz in this process; empty where it runs elsewhere
     */
    PipelineOperations(Supplier<JsonObject> snapshot, Optional<Supplier<JsonObject>> advice) {
        this.snapshot = snapshot;
        this.advice = advice;
    }

    Map<String, Operation> all() {
        return Map.of(
                "getPipeline",
                ask -> Future.succeededFuture(Answer.ok(snapshot.get())),
                "getTopicAdvice",
                ask -> Future.succeededFuture(Answer.ok(advice())));
    }

    private JsonObject advice() {
        return new JsonObject()
                .put("here", advice.isPresent())
                .mergeIn(advice.map(Supplier::get).orElseGet(JsonObject::new));
    }
}
