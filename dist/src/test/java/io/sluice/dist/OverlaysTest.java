package io.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.Role;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The overlays name what there is, and give each role settings that it can start with. */
class OverlaysTest {
    /** Read by the start script, and by the log's configuration. */
    private static final Set<String> OF_THE_PROGRAM = Set.of("SLUICE_HEAP", "SLUICE_LOG");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void patchesChangeWhatIsThere(String name) throws IOException {
        Overlay overlay = Overlay.of(name);
        for (JsonNode patch : overlay.patches()) {
            JsonNode target = patch.path("target");
            var objects =
                    overlay.objects(target.path("kind").asText(), target.path("name").asText(""));
            assertThat(objects).as("%s: %s", name, target).isNotEmpty();
            for (JsonNode step : Manifests.tree(patch.path("patch").asText())) {
                String path = step.path("path").asText();
                boolean replaces = step.path("op").asText().equals("replace");
                String needed = replaces ? path : path.substring(0, path.lastIndexOf('/'));
                assertThat(objects)
                        .as("%s: %s", name, step)
                        .noneMatch(it -> it.at(needed).isMissingNode());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void imageAndReplicasAreOfDeployments(String name) {
        Overlay overlay = Overlay.of(name);
        assertThat(overlay.images())
                .singleElement()
                .extracting(it -> it.path("name").asText())
                .isEqualTo("sluice");
        for (JsonNode deployment : overlay.objects("Deployment", "")) {
            assertThat(container(deployment).path("image").asText()).isEqualTo("sluice");
        }
        for (JsonNode replicas : overlay.replicas()) {
            assertThat(overlay.objects("Deployment", replicas.path("name").asText())).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void everyRoleStartsFromItsFileAndFindsItsSecrets(String name) throws IOException {
        Overlay overlay = Overlay.of(name);
        for (Role role : Role.values()) {
            String file = role.word() + ".yaml";
            JsonNode container = container(overlay.objects("Deployment", role.word()).getFirst());
            assertThat(container.path("args"))
                    .extracting(JsonNode::asText)
                    .containsExactly("run", role.word(), "--conf", "/etc/sluice/" + file);
            assertThat(overlay.configMap("sluice-conf")).containsKey(file);
            Map<String, String> environment = environment(overlay, name, container);
            assertThat(RoleSettings.read(role, environment).problems()).as(role.word()).isEmpty();
            // A name that its file does not have would do nothing.
            String text = Files.readString(RoleSettings.file(role));
            assertThat(container.path("env"))
                    .extracting(it -> it.path("name").asText())
                    .allMatch(it -> OF_THE_PROGRAM.contains(it) || text.contains("${" + it));
        }
    }

    /** What a pod's container gets; a Secret that the overlay does not make is said in it. */
    private static Map<String, String> environment(Overlay overlay, String name, JsonNode container)
            throws IOException {
        Map<String, String> environment = new HashMap<>(overlay.configMap("sluice-env"));
        String text = Files.readString(Manifests.K8S.resolve(name).resolve("kustomization.yaml"));
        for (JsonNode variable : container.path("env")) {
            JsonNode secret = variable.path("valueFrom").path("secretKeyRef");
            String variableName = variable.path("name").asText();
            String key = secret.path("key").asText();
            if (secret.isMissingNode()) {
                assertThat(variableName).doesNotMatch(".*(PASSWORD|KEY|TOKEN|JAAS)");
                environment.put(variableName, variable.path("value").asText());
            } else if (!secret.path("optional").asBoolean()) {
                assertThat(text).as(name + " says which secrets it needs").contains(key);
                Map<String, String> made = overlay.secret(secret.path("name").asText());
                environment.put(variableName, made.getOrDefault(key, "a-secret-for-tests-only"));
            }
        }
        return environment;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void everyVariableIsASettingOfSomeRole(String name) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Role role : Role.values()) {
            all.append(Files.readString(RoleSettings.file(role)));
        }
        assertThat(Overlay.of(name).configMap("sluice-env").keySet())
                .allMatch(it -> OF_THE_PROGRAM.contains(it) || all.indexOf("${" + it) >= 0);
    }

    /** The sqlizer alone does not know which warehouse has to hold its rows. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "production"})
    void sqlizersFitTheWarehouseOfTheLoaders(String name) {
        Map<String, String> environment = Overlay.of(name).configMap("sluice-env");
        boolean redshift = environment.get("SLUICE_WAREHOUSE_URL").startsWith("jdbc:redshift:");
        assertThat(environment.getOrDefault("SLUICE_FIT", "postgresql"))
                .isEqualTo(redshift ? "redshift" : "postgresql");
        assertThat(environment.containsKey("SLUICE_COPY_ROLE")).isEqualTo(redshift);
    }

    private static JsonNode container(JsonNode deployment) {
        return deployment.at("/spec/template/spec/containers/0");
    }
}
