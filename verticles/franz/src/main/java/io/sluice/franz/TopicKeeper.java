package io.sluice.franz;

import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Compares the apps in the registry with the topics, and makes what is missing; on one context. */
final class TopicKeeper {
    private static final Logger log = LoggerFactory.getLogger(TopicKeeper.class);
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(30);

    private final Registry registry;
    private final TopicAdmin admin;
    private final TopicLayout layout;
    private final FranzMetrics metrics;
    private final long recheckNanos;
    private final Set<String> served = new HashSet<>();
    private final Set<String> misnamed = new HashSet<>();
    private List<TopicPlan.Finding> findings = List.of();
    private long checkedAt;

    TopicKeeper(
            Registry registry,
            TopicAdmin admin,
            TopicLayout layout,
            FranzMetrics metrics,
            Duration recheck) {
        this.registry = registry;
        this.admin = admin;
        this.layout = layout;
        this.metrics = metrics;
        recheckNanos = recheck.toNanos();
    }

    /** Serves apps that are new; all of them the first time, and again whenever it is due. */
    Future<Void> round() {
        return registry.apps()
                .compose(this::serve)
                .timeout(ROUND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Void> serve(List<String> apps) {
        apps.stream().filter(app -> !Topics.isApp(app)).forEach(this::tellMisnamed);
        List<String> good = apps.stream().filter(Topics::isApp).toList();
        boolean all = checkedAt == 0 || System.nanoTime() - checkedAt >= recheckNanos;
        List<String> due = all ? good : good.stream().filter(app -> !served.contains(app)).toList();
        if (due.isEmpty() && !all) {
            return Future.succeededFuture();
        }
        Collection<TopicSpec> desired = layout.topics(due);
        return admin.describe(desired.stream().map(TopicSpec::name).toList())
                .map(actual -> TopicPlan.diff(desired, actual))
                .compose(this::apply)
                .map(
                        plan -> {
                            served.addAll(due);
                            metrics.apps(served.size());
                            if (all) {
                                checkedAt = System.nanoTime();
                                tell(plan.findings());
                            }
                            return null;
                        });
    }

    private Future<TopicPlan> apply(TopicPlan plan) {
        return Future.join(plan.create().stream().map(this::create).toList()).map(plan);
    }

    private Future<Boolean> create(TopicSpec topic) {
        return admin.create(topic)
                .onSuccess(
                        made -> {
                            if (made) {
                                metrics.created(1);
                                log.atInfo()
                                        .setMessage("Topic made")
                                        .addKeyValue("topic", topic.name())
                                        .addKeyValue("partitions", topic.partitions())
                                        .log();
                            }
                        });
    }

    private void tell(List<TopicPlan.Finding> now) {
        metrics.findings(now.size());
        if (!now.equals(findings)) {
            findings = now;
            now.forEach(
                    finding ->
                            log.atWarn()
                                    .setMessage("Topic differs from the plan and is left alone")
                                    .addKeyValue("finding", finding)
                                    .log());
        }
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
