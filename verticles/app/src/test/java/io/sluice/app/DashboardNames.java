package io.sluice.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that dashboards and alerts in k8s/monitoring name, held against those that exist. */
final class DashboardNames {
    private static final Path FOLDER = Path.of("../../k8s/monitoring");
    private static final Pattern PROMETHEUS = Pattern.compile("\\b(sluice|jvm|vertx)_[a-z0-9_]+");
    private static final Pattern DATADOG =
            Pattern.compile("\\b(?:sum|min|max|avg):((?:sluice|jvm|vertx)\\.[a-z0-9._]+)\\{");

    /** What Datadog gets of timers and distributions. */
    private static final Pattern PART = Pattern.compile("\\.(avg|max|sum|count)$");

    private DashboardNames() {}

    /** Those that nothing measures. */
    static Set<String> missing(Set<String> existing) throws IOException {
        Set<String> missing = new TreeSet<>();
        for (String file : List.of("grafana-dashboard.json", "prometheus-alerts.yaml")) {
            for (String name : names(PROMETHEUS, file)) {
                if (!existing.contains(name)) {
                    missing.add(file + ": " + name);
                }
            }
        }
        for (String file : List.of("datadog-dashboard.json", "datadog-monitors.json")) {
            for (String name : names(DATADOG, file)) {
                String base = PART.matcher(name).replaceFirst("").replace('.', '_');
                // Prometheus has the same name with a unit or a kind behind it.
                if (existing.stream().noneMatch(it -> it.matches(base + "(_[a-z]+){0,2}"))) {
                    missing.add(file + ": " + name);
                }
            }
        }
        return missing;
    }

    private static Set<String> names(Pattern pattern, String file) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher found = pattern.matcher(Files.readString(FOLDER.resolve(file)));
        while (found.find()) {
            names.add(pattern == DATADOG ? found.group(1) : found.group());
        }
        return names;
    }

    /** The names in a text of Prometheus' format. */
    static Set<String> scraped(String text) {
        Set<String> names = new TreeSet<>();
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.replaceFirst("[ {].*", "")));
        return names;
    }
}
