package io.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every library in the tar is in its bill of materials, under a licence that we allow. */
class LicencesIT {
    private static final Path BOM = Path.of("target/sbom/bom.json");
    private static final JsonNode RULES = Manifests.document(Path.of("licences.yaml"));

    private static JsonNode components;

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.exists(BOM), "no bill of materials: Maven was offline");
        components = new ObjectMapper().readTree(BOM.toFile()).path("components");
    }

    private static String name(JsonNode component) {
        return component.path("group").asText() + ":" + component.path("name").asText();
    }

    /** SPDX ids where its pom has them, or else names; several are a choice. */
    private static List<String> licences(JsonNode component) {
        List<String> licences = new ArrayList<>();
        JsonNode read = RULES.path("read").path(name(component)).path("licence");
        if (!read.isMissingNode()) {
            licences.add(read.asText());
        } else {
            for (JsonNode entry : component.path("licenses")) {
                JsonNode licence = entry.path("license");
                licences.add(licence.path("id").asText(licence.path("name").asText()));
            }
        }
        return licences;
    }

    @Test
    void everyLibraryHasALicenceThatIsAllowed() {
        assertThat(components).isNotEmpty();
        for (JsonNode component : components) {
            List<String> licences = licences(component);
            assertThat(licences)
                    .as("%s is under %s; see licences.yaml", name(component), licences)
                    .anyMatch(RULES.path("allowed")::has);
        }
    }

    @Test
    void whatTheFileAllowsIsUsed() {
        Set<String> names = new HashSet<>();
        Set<String> licences = new HashSet<>();
        for (JsonNode component : components) {
            names.add(name(component));
            licences.addAll(licences(component));
        }
        assertThat(RULES.path("allowed").fieldNames()).toIterable().allMatch(licences::contains);
        assertThat(RULES.path("read").fieldNames()).toIterable().allMatch(names::contains);
        assertThat(RULES.path("inside").fieldNames()).toIterable().allMatch(names::contains);
    }

    @Test
    void theBillOfMaterialsNamesEveryJarOfTheTar() throws IOException, InterruptedException {
        Set<String> named = new TreeSet<>();
        for (JsonNode component : components) {
            String type = component.path("purl").asText();
            String classifier =
                    type.contains("classifier=")
                            ? "-" + type.replaceAll(".*classifier=([^&]*).*", "$1")
                            : "";
            named.add(
                    "%s-%s%s.jar"
                            .formatted(
                                    component.path("name").asText(),
                                    component.path("version").asText(),
                                    classifier));
        }
        assertThat(Release.jars()).isEqualTo(named);
    }
}
