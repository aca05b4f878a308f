package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Each alert, of Prometheus and of Datadog, has its paragraph, and each paragraph an alert. */
class RunbookTest {
    private static final Path MONITORING = Path.of("../../k8s/monitoring");

    @Test
    void everyAlertHasItsParagraph() throws IOException {
        Set<String> alerts = new TreeSet<>();
        JsonNode rules =
                new ObjectMapper(new YAMLFactory())
                        .readTree(MONITORING.resolve("prometheus-alerts.yaml").toFile());
        for (JsonNode rule : rules.path("groups").path(0).path("rules")) {
            alerts.add(rule.path("alert").asText());
            assertThat(rule.path("annotations").path("runbook").asText())
                    .isEqualTo("docs/runbook.md#" + rule.path("alert").asText().toLowerCase());
        }
        Set<String> monitors = new TreeSet<>();
        new ObjectMapper()
                .readTree(MONITORING.resolve("datadog-monitors.json").toFile())
                .forEach(it -> monitors.add(it.path("name").asText()));
        assertThat(monitors).isEqualTo(alerts);
        Set<String> paragraphs = new TreeSet<>();
        String runbook = Files.readString(Path.of("../../docs/runbook.md"));
        for (String part : runbook.split("(?m)^## ", -1)) {
            if (!part.startsWith("#")) {
                paragraphs.add(part.lines().findFirst().orElseThrow());
                assertThat(part)
                        .contains("**Meaning:**")
                        .contains("**First look:**")
                        .contains("**Action:**");
            }
        }
        assertThat(paragraphs).isEqualTo(alerts);
    }
}
