package io.sluice.franz;

import io.sluice.franz.TopicPlan.Lowering;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Compares the apps in the registry with the topics, and makes what is missing; grows topics by
 * their load where the settings say so. All else it tells, and leaves alone. On one context.
 */
final class TopicKeeper {
    private static final Logger log = LoggerFactory.getLogger(TopicKeeper.class);
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(30);

    /** More at once say the same of many topics: the report has them all. */
    private static final int MOST_TOLD = 20;

    private final Registry registry;
    private final TopicAdmin admin;
    private final TopicLayout layout;
    private final TopicSurvey survey;
    private final TopicApplier applier;
    private final SizingSettings sizing;
    private final FranzMetrics metrics;
    private final long recheckNanos;
    private final Set<String> served = new HashSet<>();
    private final Set<String> misnamed = new HashSet<>();
    private final Map<String, Long> grownAt = new HashMap<>();
    private Set<Finding> told = Set.of();
    private volatile Optional<TopicReport> report = Optional.empty();
    private boolean hasLoads;
    private long checkedAt;

    TopicKeeper(
            Registry registry,
            TopicAdmin admin,
            TopicLayout layout,
            FranzSettings settings,
            FranzMetrics metrics) {
        this.registry = registry;
        this.admin = admin;
        this.layout = layout;
        this.metrics = metrics;
        survey = new TopicSurvey(settings, layout, admin);
        applier = new TopicApplier(admin);
        sizing = settings.sizing();
        recheckNanos = settings.recheck().toNanos();
        checkedAt = System.nanoTime() - recheckNanos;
    }

    /** Serves apps that are new; all of them the first time, and again whenever it is due. */
    Future<Void> round() {
        return registry.apps()
                .compose(this::serve)
                .timeout(ROUND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Measures the load. */
    Future<Void> sample() {
        return survey.sample()
                .map(
                        sample -> {
                            metrics.loads(survey.loads());
                            return null;
                        });
    }

    /** The last survey; empty before the first. */
    Optional<TopicReport> report() {
        return report;
    }

    private Future<Void> serve(List<String> apps) {
        apps.stream().filter(app -> !Topics.isApp(app)).forEach(this::tellMisnamed);
        List<String> good = apps.stream().filter(Topics::isApp).toList();
        // The first time topics are made and no more: others wait for them.
        boolean all = hasLoads && System.nanoTime() - checkedAt >= recheckNanos;
        List<String> due = all ? good : good.stream().filter(app -> !served.contains(app)).toList();
        if (due.isEmpty() && !all && hasLoads) {
            return Future.succeededFuture();
        }
        Collection<TopicSpec> desired = layout.topics(due);
        return admin.states(desired.stream().map(TopicSpec::name).toList())
                .map(actual -> TopicPlan.diff(desired, actual).missing())
                .compose(this::create)
                .compose(
                        made -> {
                            served.addAll(due);
                            hasLoads = true;
                            metrics.apps(served.size());
                            return all
                                    ? check(good).recover(this::unseen)
                                    : Future.succeededFuture();
                        });
    }

    /** The topics are there; what they need besides is looked for again when it is due. */
    private Future<Void> unseen(Throwable failure) {
        checkedAt = System.nanoTime();
        metrics.failed();
        log.atWarn().setMessage("Topics cannot be watched now").setCause(failure).log();
        return Future.succeededFuture();
    }

    private Future<Void> create(List<TopicSpec> missing) {
        Set<String> failed = new HashSet<>();
        return applier.apply(
                        missing.stream().map(it -> (Step) new Step.Create(it)).toList(),
                        (step, reason) -> {
                            if (reason.isEmpty()) {
                                metrics.created(1);
                                log.atInfo()
                                        .setMessage("Topic made")
                                        .addKeyValue("topic", step.topic())
                                        .addKeyValue("how", step.text())
                                        .log();
                            } else {
                                failed.add(step.topic() + ": " + reason);
                            }
                        })
                .compose(
                        done ->
                                failed.isEmpty()
                                        ? Future.succeededFuture()
                                        : Future.failedFuture("topics cannot be made: " + failed));
    }

    private Future<Void> check(List<String> apps) {
        return survey.survey(apps, Lowering.LEAVE)
                .compose(
                        seen -> {
                            report = Optional.of(seen);
                            checkedAt = System.nanoTime();
                            tell(seen.findings());
                            metrics.report(seen);
                            metrics.loads(seen.loads());
                            return sizing.mode() == SizingSettings.Mode.AUTOMATIC
                                    ? grow(seen.advice())
                                    : Future.succeededFuture();
                        });
    }

    private Future<Void> grow(List<Advice> advice) {
        long now = System.nanoTime();
        Map<String, Advice> due =
                advice.stream()
                        .filter(Advice::grows)
                        .filter(it -> isCool(it.topic(), now))
                        .collect(Collectors.toMap(Advice::topic, it -> it));
        List<Step> steps =
                due.values().stream()
                        .map(it -> (Step) new Step.Grow(it.topic(), it.now(), it.wanted()))
                        .toList();
        return applier.apply(
                steps,
                (step, failure) -> {
                    grownAt.put(step.topic(), now);
                    metrics.grown(failure.isEmpty());
                    var line = failure.isEmpty() ? log.atInfo() : log.atWarn();
                    line.setMessage(failure.isEmpty() ? "Topic grew" : "Topic cannot grow")
                            .addKeyValue("topic", step.topic())
                            .addKeyValue("how", step.text())
                            .addKeyValue("why", due.get(step.topic()))
                            .addKeyValue("failure", failure)
                            .log();
                });
    }

    private boolean isCool(String topic, long now) {
        Long last = grownAt.get(topic);
        return last == null || now - last >= sizing.coolDown().toNanos();
    }

    /**
     * Each finding once, when it begins; texts with figures in them begin anew with each figure.
     */
    private void tell(List<Finding> findings) {
        Set<Finding> now =
                findings.stream()
                        .map(it -> new Finding(it.kind(), it.topic(), "", ""))
                        .collect(Collectors.toSet());
        Set<Finding> before = told;
        findings.stream()
                .filter(it -> !before.contains(new Finding(it.kind(), it.topic(), "", "")))
                .limit(MOST_TOLD)
                .forEach(
                        it ->
                                log.atWarn()
                                        .setMessage("Topic needs a look")
                                        .addKeyValue("kind", it.kind().word())
                                        .addKeyValue("finding", it.line())
                                        .log());
        told = now;
    }

    private void tellMisnamed(String app) {
        if (misnamed.add(app)) {
            log.atWarn()
                    .setMessage("App has a name that no topic can have and is left out")
                    .addKeyValue("app", app)
                    .log();
        }
    }
}
