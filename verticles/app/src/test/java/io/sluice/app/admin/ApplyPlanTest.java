package io.sluice.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.Problem;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ApplyPlanTest {
    private static List<DesiredApp> example() throws IOException {
        Problems problems = new Problems();
        Section root =
                Settings.parse(
                        Files.readString(Path.of("../../conf/apps.yaml")), Map.of(), problems);
        List<DesiredApp> desired = DesiredApp.read(root);
        root.finish();
        assertThat(problems.list()).isEmpty();
        return desired;
    }

    @Test
    void theExampleIsReadAndPlannedInOrder() throws IOException {
        assertThat(example())
                .containsExactly(
                        new DesiredApp("demo", Optional.empty(), Optional.empty(), 1),
                        new DesiredApp("shop", Optional.of(5000L), Optional.of(10L << 20), 2));
        ApplyPlan plan =
                ApplyPlan.diff(
                        example(),
                        Map.of(
                                "demo",
                                new ApplyPlan.Actual(Optional.of(7L), Optional.empty(), 3, 0),
                                "other",
                                new ApplyPlan.Actual(Optional.empty(), Optional.empty(), 1, 5)));
        assertThat(plan.steps())
                .extracting(ApplyPlan.Step::text)
                .containsExactly(
                        "change app demo: events/s 7 -> as the door's, bytes/s as the door's -> as"
                                + " the door's",
                        "add a write key to app demo",
                        "create app shop: events/s 5000, bytes/s 10485760",
                        "add a write key to app shop",
                        "add a write key to app shop");
        assertThat(plan.leftAlone()).containsExactly("other");
    }

    @Test
    void whatIsAsWantedOrMoreNeedsNothing() throws IOException {
        ApplyPlan plan =
                ApplyPlan.diff(
                        example(),
                        Map.of(
                                "demo",
                                new ApplyPlan.Actual(Optional.empty(), Optional.empty(), 1, 9),
                                "shop",
                                new ApplyPlan.Actual(
                                        Optional.of(5000L), Optional.of(10L << 20), 8, 2)));
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void whatIsWrongInTheFileIsToldTogether() {
        Problems problems = new Problems();
        Section root =
                Settings.parse(
                        "apps:\n  No: {keys: 1}\n  shop: {keys: many, event-per-second: 5}\n",
                        Map.of(),
                        problems);
        DesiredApp.read(root);
        root.finish();
        assertThat(problems.list())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "apps.No", "apps.shop.keys", "apps.shop.event-per-second");
    }
}
