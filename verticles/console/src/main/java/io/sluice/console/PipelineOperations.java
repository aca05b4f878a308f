package io.sluice.console;

import io.sluice.console.live.Teller;
import io.sluice.registry.ProcessReport;
import io.sluice.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The whole pipeline at one look, and what franz advises. */
final class PipelineOperations {
    private static final Duration ADVICE_AGE = Duration.ofMinutes(3);

    private final Supplier<JsonObject> snapshot;
    private final Registry registry;
    private final Optional<Supplier<JsonObject>> advice;

    /**
     * @param registry where a franz of another process tells what it found
     * @param advice of the franz in this process; empty where it runs elsewhere
     */
    PipelineOperations(
            Supplier<JsonObject> snapshot,
            Registry registry,
            Optional<Supplier<JsonObject>> advice) {
        this.snapshot = snapshot;
        this.registry = registry;
        this.advice = advice;
    }

    Map<String, Operation> all() {
        return Map.of(
                "getPipeline",
                ask -> Future.succeededFuture(Answer.ok(snapshot.get())),
                "getTopicAdvice",
                ask -> advice().map(Answer::ok));
    }

    private Future<JsonObject> advice() {
        return advice.map(it -> Future.succeededFuture(Optional.of(it.get())))
                .orElseGet(
                        () ->
                                registry.reports(Teller.TOPICS, ADVICE_AGE)
                                        .map(PipelineOperations::newest))
                .map(
                        found ->
                                new JsonObject()
                                        .put("known", found.isPresent())
                                        .mergeIn(found.orElseGet(JsonObject::new)));
    }

    /** A franz that is gone has told last before the one in its place. */
    private static Optional<JsonObject> newest(List<ProcessReport> reports) {
        return reports.isEmpty()
                ? Optional.empty()
                : Optional.of(new JsonObject(reports.getLast().told()));
    }
}
