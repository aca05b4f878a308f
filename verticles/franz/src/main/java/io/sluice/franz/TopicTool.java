package io.sluice.franz;

import io.sluice.franz.TopicPlan.Lowering;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Plans and applies topics for people and scripts, without the verticle. On one context. */
public final class TopicTool {
    private final Vertx vertx;
    private final Registry registry;
    private final FranzSettings settings;
    private final TopicAdmin admin;
    private final TopicSurvey survey;

    private TopicTool(Vertx vertx, Registry registry, FranzSettings settings, KafkaSettings kafka) {
        this.vertx = vertx;
        this.registry = registry;
        this.settings = settings;
        admin = TopicAdmin.create(vertx, kafka);
        survey = new TopicSurvey(settings, new TopicLayout(settings, kafka), admin);
    }

    /**
     * Opens one; blocks while host names are resolved.
     *
     * @param registry has the apps; those of the settings are added
     */
    public static TopicTool open(
            Vertx vertx, Registry registry, FranzSettings settings, KafkaSettings kafka) {
        return new TopicTool(vertx, registry, settings, kafka);
    }

    /**
     * Looks, and changes nothing.
     *
     * @param measure how long to measure the load for advice; zero for none
     */
    public Future<TopicReport> report(Lowering lowering, Duration measure) {
        Future<TopicReport> first = apps().compose(apps -> survey.survey(apps, lowering));
        return measure.isZero()
                ? first
                : first.compose(report -> vertx.timer(measure.toMillis()))
                        .compose(waited -> apps())
                        .compose(apps -> survey.survey(apps, lowering));
    }

    private Future<List<String>> apps() {
        return registry.apps()
                .map(
                        known ->
                                Stream.concat(
                                                known.stream(),
                                                settings.apps().stream().map(ConfiguredApp::name))
                                        .filter(Topics::isApp)
                                        .distinct()
                                        .sorted()
                                        .toList());
    }

    /**
     * Takes steps, and looks again: what is still a step then was not done.
     *
     * @param told what became of each: empty where it is done, else the reason
     */
    public Future<TopicReport> apply(
            List<Step> steps, Lowering lowering, BiConsumer<Step, String> told) {
        return new TopicApplier(admin)
                .apply(steps, told)
                .compose(done -> report(lowering, Duration.ZERO));
    }

    /** Disconnects. */
    public Future<Void> close() {
        return admin.close();
    }
}
