package io.sluice.dist;

import static io.sluice.dist.Release.glob;
import static io.sluice.dist.Release.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.dist.Release.Result;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tar, unpacked, runs by itself; the Dockerfile takes it. */
class ReleaseIT {
    @TempDir static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        run(Map.of(), "tar", "-xzf", Release.tar().toString(), "-C", folder.toString());
        home = glob(folder, "sluice-*").getFirst();
    }

    /** One start does not pay for training a cache. */
    private static Result sluice(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/sluice").toString()));
        command.addAll(List.of(arguments));
        return run(
                Map.of("SLUICE_AOT", "off", "JAVA_HOME", System.getProperty("java.home")),
                command.toArray(String[]::new));
    }

    @Test
    void allIsInIt() {
        for (String name :
                List.of(
                        "README.md",
                        "LICENSE",
                        "CHANGELOG.md",
                        "conf/loader.yaml",
                        "k8s/base/kustomization.yaml",
                        "docs/runbook.md",
                        "samples/mission.ndjson")) {
            assertThat(home.resolve(name)).exists();
        }
    }

    @Test
    void versionNamesReleaseAndCommit() throws Exception {
        Result result = sluice("version", "--json");
        assertThat(result.code()).as(result.err()).isZero();
        JsonNode version = new ObjectMapper().readTree(result.out());
        assertThat(home.getFileName()).hasToString("sluice-" + version.path("sluice").asText());
        assertThat(version.path("commit").asText()).matches("[0-9a-f]{7,40}|unknown");
        assertThat(version.path("java").asText()).startsWith("25");
    }

    @Test
    void aLoadBalancesWhereTheInstallationCannotBeWritten() throws Exception {
        Path sample = home.resolve("samples/mission.ndjson");
        run(Map.of(), "chmod", "-R", "a-w", home.toString());
        try {
            Result result = sluice("load", sample.toString(), "--json");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out())
                    .contains("\"received\":20,\"loaded\":18,\"duplicates\":1,\"dead\":1");
        } finally {
            run(Map.of(), "chmod", "-R", "u+w", home.toString());
        }
    }

    @Test
    void theDockerfileTakesWhatIsThereAndRunsItAsNobody() throws Exception {
        for (String copy : Dockerfile.all("COPY")) {
            if (!copy.startsWith("--from=")) {
                Path source = Manifests.ROOT.resolve(copy.split(" ")[0]);
                assertThat(glob(source.getParent(), source.getFileName().toString())).hasSize(1);
            }
        }
        assertThat(Dockerfile.user()).isPositive();
        assertThat(Dockerfile.all("ENTRYPOINT")).containsExactly("[\"/opt/sluice/bin/sluice\"]");
        assertThat(home.resolve("bin/sluice")).isExecutable();
        assertThat(Dockerfile.all("FROM")).allMatch(it -> it.startsWith("eclipse-temurin:25-"));
        assertThat(Dockerfile.all("ENV")).isEmpty();
        assertThat(Dockerfile.all("ARG")).isEmpty();
    }
}
