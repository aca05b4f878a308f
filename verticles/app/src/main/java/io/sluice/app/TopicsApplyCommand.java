package io.sluice.app;

import io.sluice.franz.Step;
import io.sluice.franz.TopicReport;
import io.sluice.franz.TopicTool;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code sluice topics apply}: makes topics what the settings say. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Makes missing topics, changes settings, adds partitions; in this order. Nothing"
                        + " shrinks and nothing is deleted.",
        footer = {
            "",
            "Cut off anywhere, it can be run again. It looks again at the end.",
            "",
            "Examples:",
            "  sluice topics apply --conf conf/franz.yaml",
            "  sluice topics apply --conf conf/franz.yaml --json",
            "",
            "Exit codes: 0 all steps are done and seen; 1 some are not; 2 wrong usage or settings;"
                    + " 3 Kafka or the registry cannot be reached."
        })
final class TopicsApplyCommand implements Callable<Integer> {
    @Mixin private final TopicsOptions options = new TopicsOptions();

    private record Taken(Step step, String failure) {}

    @Override
    public Integer call() {
        List<Taken> taken = new ArrayList<>();
        TopicReport after = options.with(tool -> apply(tool, taken));
        boolean done = after.plan().steps().isEmpty();
        if (options.json()) {
            System.out.println(json(taken, after).encode());
        } else {
            if (!taken.isEmpty()) {
                System.out.println();
            }
            TopicsText.print(after, System.out);
        }
        System.out.flush();
        return done ? Exit.OK : Exit.UNBALANCED;
    }

    private Future<TopicReport> apply(TopicTool tool, List<Taken> taken) {
        return tool.report(options.lowering(), Duration.ZERO)
                .compose(
                        before ->
                                tool.apply(
                                        before.plan().steps(),
                                        options.lowering(),
                                        (step, failure) -> note(taken, step, failure)));
    }

    private void note(List<Taken> taken, Step step, String failure) {
        taken.add(new Taken(step, failure));
        // Beside JSON, what people read goes to standard error.
        (options.json() ? System.err : System.out)
                .printf(
                        "%s  %s%n",
                        failure.isEmpty() ? "done  " : "FAILED",
                        TopicsText.line(step) + (failure.isEmpty() ? "" : ": " + failure));
    }

    private static JsonObject json(List<Taken> taken, TopicReport after) {
        JsonArray list = new JsonArray();
        for (Taken it : taken) {
            list.add(
                    new JsonObject()
                            .put("topic", it.step().topic())
                            .put("text", it.step().text())
                            .put("done", it.failure().isEmpty())
                            .put("failure", it.failure()));
        }
        return new JsonObject().put("taken", list).put("after", after.toJson());
    }
}
