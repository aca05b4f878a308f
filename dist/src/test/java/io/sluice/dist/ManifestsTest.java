package io.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The manifests are of Kubernetes' schema. */
class ManifestsTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static List<Path> files() {
        return Manifests.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyObjectIsOfItsSchemaAndHasAName(Path file) throws IOException {
        List<JsonNode> documents = Manifests.documents(file);
        assertThat(documents).isNotEmpty();
        for (JsonNode document : documents) {
            assertThat(Manifests.read(document).getMetadata().getName()).isNotEmpty();
        }
    }

    @Test
    void thereAreManifests() {
        assertThat(files()).hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replcas: 2 | replcas",
                "replicas: two | replicas",
                "template: {spec: {containers: [{imagePullPolice: Never}]}} | imagePullPolice",
                "template: {spec: {securityContext: {runAsNonRoot: often}}} | runAsNonRoot",
            })
    void theCheckFindsWhatKubernetesDoesNotKnow(String wrong, String named) throws IOException {
        JsonNode document =
                YAML.readTree(
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}, spec: {%s}}"
                                .formatted(wrong));
        assertThatThrownBy(() -> Manifests.read(document))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(named);
    }
}
