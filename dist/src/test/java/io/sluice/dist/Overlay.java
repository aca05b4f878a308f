package io.sluice.dist;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder with a kustomization, followed through all that it names: as much of kustomize as our
 * folders use. Fails on what is not there.
 */
final class Overlay {
    private final List<JsonNode> objects = new ArrayList<>();
    private final List<JsonNode> patches = new ArrayList<>();
    private final List<JsonNode> images = new ArrayList<>();
    private final List<JsonNode> replicas = new ArrayList<>();
    private final Map<String, Map<String, String>> configMaps = new HashMap<>();
    private final Map<String, Map<String, String>> secrets = new HashMap<>();

    private Overlay() {}

    /** That of k8s/NAME. */
    static Overlay of(String name) {
        Overlay overlay = new Overlay();
        overlay.follow(Manifests.K8S.resolve(name));
        return overlay;
    }

    private void follow(Path folder) {
        JsonNode file = Manifests.document(folder.resolve("kustomization.yaml"));
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asText());
            if (Files.isDirectory(path)) {
                follow(path);
            } else {
                objects.addAll(Manifests.documents(path));
            }
        }
        file.path("configMapGenerator").forEach(it -> generate(folder, it, configMaps));
        file.path("secretGenerator").forEach(it -> generate(folder, it, secrets));
        file.path("patches").forEach(patches::add);
        file.path("images").forEach(images::add);
        file.path("replicas").forEach(replicas::add);
    }

    private static void generate(
            Path folder, JsonNode generator, Map<String, Map<String, String>> into) {
        String name = generator.path("name").asText();
        boolean merges = generator.path("behavior").asText().equals("merge");
        if (merges != into.containsKey(name)) {
            throw new AssertionError(
                    name + (merges ? " has nothing to merge into" : " is made twice"));
        }
        Map<String, String> data = into.computeIfAbsent(name, it -> new TreeMap<>());
        for (JsonNode literal : generator.path("literals")) {
            String[] pair = literal.asText().split("=", 2);
            data.put(pair[0], pair[1]);
        }
        for (JsonNode file : generator.path("files")) {
            Path path = folder.resolve(file.asText());
            if (!Files.isRegularFile(path)) {
                throw new AssertionError(path + " is not there");
            }
            data.put(file.asText(), path.toString());
        }
    }

    List<JsonNode> patches() {
        return patches;
    }

    List<JsonNode> images() {
        return images;
    }

    List<JsonNode> replicas() {
        return replicas;
    }

    /** What a generated ConfigMap holds; files by their path. */
    Map<String, String> configMap(String name) {
        return configMaps.getOrDefault(name, Map.of());
    }

    /** What a generated Secret holds; nothing of one that somebody else makes. */
    Map<String, String> secret(String name) {
        return secrets.getOrDefault(name, Map.of());
    }

    /** Objects of a kind, and of a name if there is one. */
    List<JsonNode> objects(String kind, String name) {
        return objects.stream()
                .filter(it -> it.path("kind").asText().equals(kind))
                .filter(
                        it ->
                                name.isEmpty()
                                        || it.path("metadata").path("name").asText().equals(name))
                .toList();
    }
}
