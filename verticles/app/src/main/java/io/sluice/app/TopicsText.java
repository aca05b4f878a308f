package io.sluice.app;

import io.sluice.franz.Finding;
import io.sluice.franz.Step;
import io.sluice.franz.TopicReport;

import java.io.PrintStream;

/** What is said of topics, for people. */
final class TopicsText {
    private TopicsText() {}

    static void print(TopicReport report, PrintStream out) {
        for (Finding finding : report.findings()) {
            out.println(finding.line());
        }
        report.advice().stream()
                .filter(it -> !it.grows())
                .forEach(it -> out.printf("%s: %s%n", it.topic(), it.reason()));
        if (!report.findings().isEmpty() || !report.advice().isEmpty()) {
            out.println();
        }
        if (report.plan().steps().isEmpty()) {
            out.println("nothing to apply");
        } else {
            out.printf("%d steps:%n", report.plan().steps().size());
            report.plan().steps().forEach(it -> out.println("  " + line(it)));
        }
    }

    static String line(Step step) {
        return step.topic() + ": " + step.text();
    }
}
