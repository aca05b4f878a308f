package io.sluice.app.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What to do so that apps become as a file wants them. Nothing is ever taken away: apps and keys
 * that the file does not name stay. Pure.
 *
 * @param steps in order
 * @param leftAlone apps that the file does not name
 */
record ApplyPlan(List<Step> steps, List<String> leftAlone) {
    ApplyPlan {
        steps = List.copyOf(steps);
        leftAlone = List.copyOf(leftAlone);
    }

    /** An app as it is. */
    record Actual(
            Optional<Long> eventsPerSecond,
            Optional<Long> bytesPerSecond,
            int revision,
            int activeKeys) {}

    /** One change. */
    sealed interface Step {
        String app();

        /** In words. */
        String text();

        /** The app is not there. */
        record CreateApp(String app, Optional<Long> events, Optional<Long> bytes) implements Step {
            @Override
            public String text() {
                return "create app %s: events/s %s, bytes/s %s"
                        .formatted(app, rate(events), rate(bytes));
            }
        }

        /** Its rates are others; changed only if the app still has the revision that was seen. */
        record ChangeRates(String app, Actual was, Optional<Long> events, Optional<Long> bytes)
                implements Step {
            @Override
            public String text() {
                return "change app %s: events/s %s -> %s, bytes/s %s -> %s"
                        .formatted(
                                app,
                                rate(was.eventsPerSecond()),
                                rate(events),
                                rate(was.bytesPerSecond()),
                                rate(bytes));
            }
        }

        /** It has too few active keys. */
        record AddKey(String app) implements Step {
            @Override
            public String text() {
                return "add a write key to app " + app;
            }
        }

        private static String rate(Optional<Long> rate) {
            return rate.map(String::valueOf).orElse("as the door's");
        }
    }

    /**
     * Compares.
     *
     * @param actual all apps that there are, by name
     */
    static ApplyPlan diff(List<DesiredApp> desired, Map<String, Actual> actual) {
        List<Step> steps = new ArrayList<>();
        TreeSet<String> others = new TreeSet<>(actual.keySet());
        for (DesiredApp wanted : desired) {
            others.remove(wanted.name());
            Actual is = actual.get(wanted.name());
            if (is == null) {
                steps.add(
                        new Step.CreateApp(
                                wanted.name(), wanted.eventsPerSecond(), wanted.bytesPerSecond()));
            } else if (!is.eventsPerSecond().equals(wanted.eventsPerSecond())
                    || !is.bytesPerSecond().equals(wanted.bytesPerSecond())) {
                steps.add(
                        new Step.ChangeRates(
                                wanted.name(),
                                is,
                                wanted.eventsPerSecond(),
                                wanted.bytesPerSecond()));
            }
            for (int keys = is == null ? 0 : is.activeKeys(); keys < wanted.keys(); keys++) {
                steps.add(new Step.AddKey(wanted.name()));
            }
        }
        return new ApplyPlan(steps, List.copyOf(others));
    }
}
