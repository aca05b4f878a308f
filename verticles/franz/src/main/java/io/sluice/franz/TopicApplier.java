package io.sluice.franz;

import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicAdmin.Outcome;
import io.sluice.kafka.TopicSpec;
import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Takes the steps of a plan in their order, many topics of a kind with one call. A step that fails
 * does not keep the others from being taken.
 */
public final class TopicApplier {
    private static final int AT_ONCE = 100;

    private final TopicAdmin admin;

    public TopicApplier(TopicAdmin admin) {
        this.admin = admin;
    }

    /**
     * Takes the steps.
     *
     * @param told what became of each: empty where it is done, else the reason
     */
    public Future<Void> apply(List<Step> steps, BiConsumer<Step, String> told) {
        Future<Void> done = Future.succeededFuture();
        for (List<Step> some : batches(steps)) {
            done =
                    done.compose(before -> take(some))
                            .map(
                                    outcome -> {
                                        some.forEach(it -> told.accept(it, reason(it, outcome)));
                                        return null;
                                    });
        }
        return done;
    }

    /** Steps of one kind that follow each other, at most so many. */
    private static List<List<Step>> batches(List<Step> steps) {
        List<List<Step>> batches = new ArrayList<>();
        for (Step step : steps) {
            List<Step> open = batches.isEmpty() ? List.of() : batches.getLast();
            if (open.isEmpty()
                    || open.size() == AT_ONCE
                    || open.getFirst().getClass() != step.getClass()) {
                open = new ArrayList<>();
                batches.add(open);
            }
            open.add(step);
        }
        return batches;
    }

    private Future<Outcome> take(List<Step> steps) {
        return switch (steps.getFirst()) {
            case Step.Create first -> admin.create(specs(steps));
            case Step.Grow first -> admin.grow(specs(steps));
            case Step.Configure first ->
                    admin.configure(
                            steps.stream()
                                    .map(Step.Configure.class::cast)
                                    .collect(
                                            Collectors.toMap(
                                                    Step.Configure::topic,
                                                    it -> Map.copyOf(it.to()))));
        };
    }

    private static List<TopicSpec> specs(List<Step> steps) {
        List<TopicSpec> specs = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Create create -> specs.add(create.spec());
                case Step.Grow grow ->
                        specs.add(new TopicSpec(grow.topic(), grow.to(), 1, Map.of()));
                case Step.Configure other -> {}
            }
        }
        return specs;
    }

    private static String reason(Step step, Outcome outcome) {
        Throwable failure = outcome.failed().get(step.topic());
        if (failure == null) {
            return "";
        }
        if (!Rights.isRefusal(failure)) {
            return String.valueOf(failure.getMessage());
        }
        return switch (step) {
            case Step.Create create ->
                    "the right Create on the topic, or on the cluster, is missing";
            case Step.Grow grow -> "the right Alter on the topic is missing";
            case Step.Configure configure -> "the right AlterConfigs on the topic is missing";
        };
    }
}
