package io.sluice.franz;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.stream.Stream;

/**
 * What there is to say about the topics of an installation.
 *
 * @param plan how they differ from the settings
 * @param watched what else hurts
 * @param loads what they were given, if that was measured
 * @param advice how many partitions they should have by that, for all that were measured
 */
public record TopicReport(
        TopicPlan plan, List<Finding> watched, List<TopicLoad> loads, List<Advice> advice) {
    public TopicReport {
        watched = List.copyOf(watched);
        loads = List.copyOf(loads);
        advice = List.copyOf(advice);
    }

    /** All findings, those of advice included. */
    public List<Finding> findings() {
        return Stream.of(
                        plan.findings().stream(),
                        watched.stream(),
                        advice.stream().filter(Advice::grows).map(TopicReport::finding))
                .flatMap(it -> it)
                .toList();
    }

    private static Finding finding(Advice advice) {
        return new Finding(
                Finding.Kind.MORE_PARTITIONS_ADVISED,
                advice.topic(),
                advice.reason(),
                "set franz.per-app, or franz.sizing.mode: automatic");
    }

    /** For scripts: {@code steps}, {@code findings}, {@code advice}, {@code loads}. */
    public JsonObject toJson() {
        JsonArray steps = new JsonArray();
        plan.steps().forEach(it -> steps.add(json(it)));
        JsonArray findings = new JsonArray();
        findings()
                .forEach(
                        it ->
                                findings.add(
                                        new JsonObject()
                                                .put("kind", it.kind().word())
                                                .put("topic", it.topic())
                                                .put("text", it.text())
                                                .put("leftAlone", it.leftAlone())));
        JsonArray advised = new JsonArray();
        advice.forEach(
                it ->
                        advised.add(
                                new JsonObject()
                                        .put("topic", it.topic())
                                        .put("partitions", it.now())
                                        .put("wanted", it.wanted())
                                        .put("reason", it.reason())));
        JsonArray measured = new JsonArray();
        loads.forEach(it -> measured.add(json(it)));
        return new JsonObject()
                .put("steps", steps)
                .put("findings", findings)
                .put("advice", advised)
                .put("loads", measured);
    }

    static JsonObject json(Step step) {
        String what =
                switch (step) {
                    case Step.Create create -> "create";
                    case Step.Configure configure -> "configure";
                    case Step.Grow grow -> "grow";
                };
        return new JsonObject()
                .put("topic", step.topic())
                .put("step", what)
                .put("text", step.text());
    }

    private static JsonObject json(TopicLoad load) {
        JsonObject json =
                new JsonObject()
                        .put("topic", load.topic())
                        .put("reader", load.stage().word())
                        .put("partitions", load.partitions())
                        .put("eventsPerSecond", load.events())
                        .put("peakEventsPerSecond", load.peakEvents())
                        .put("behind", Math.round(load.behind()))
                        .put("lagSeconds", load.lag().toMillis() / 1000.0)
                        .put("skew", load.skew());
        load.peakBytes().ifPresent(it -> json.put("peakBytesPerSecond", it));
        load.perConsumer().ifPresent(it -> json.put("eventsPerSecondOfAConsumer", it));
        return json;
    }
}
