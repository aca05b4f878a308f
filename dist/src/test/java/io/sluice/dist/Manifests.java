package io.sluice.dist;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The manifests in k8s/base, and those beside the overlays. */
final class Manifests {
    static final Path ROOT = Path.of("..");
    static final Path K8S = ROOT.resolve("k8s");

    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Map.of(
                    "v1/Namespace", Namespace.class,
                    "v1/Service", Service.class,
                    "v1/ServiceAccount", ServiceAccount.class,
                    "apps/v1/Deployment", Deployment.class,
                    "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
                    "networking.k8s.io/v1/Ingress", Ingress.class,
                    "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
                    "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    /**
     * Refuses what the classes of Kubernetes' API have no member for, which they otherwise collect
     * in a map, and a text where a number or a truth value has to be.
     */
    private static final JsonMapper STRICT =
            JsonMapper.builder(new YAMLFactory())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .annotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                private static final long serialVersionUID = 1;

                                @Override
                                public Boolean hasAnySetter(Annotated member) {
                                    return false;
                                }
                            })
                    .build();

    private Manifests() {}

    /** All documents of a file, as they stand there. */
    static List<JsonNode> documents(Path file) {
        List<JsonNode> documents = new ArrayList<>();
        try (var values = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            values.forEachRemaining(documents::add);
        } catch (IOException failed) {
            throw new UncheckedIOException(file.toString(), failed);
        }
        return documents;
    }

    /** The only document of a file. */
    static JsonNode document(Path file) {
        List<JsonNode> documents = documents(file);
        if (documents.size() != 1) {
            throw new AssertionError(file + " has " + documents.size() + " documents");
        }
        return documents.getFirst();
    }

    /** YAML that stands in YAML, as patches do. */
    static JsonNode tree(String text) throws IOException {
        return STRICT.readTree(text);
    }

    /** Reads an object by its apiVersion and kind, as strictly as an API server does. */
    static HasMetadata read(JsonNode document) throws IOException {
        String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IOException("no kind of ours: " + kind);
        }
        return STRICT.treeToValue(document, type);
    }

    /** Every file with objects for a cluster. */
    static List<Path> files() {
        try (Stream<Path> files = Files.walk(K8S)) {
            return files.filter(it -> it.toString().endsWith(".yaml"))
                    .filter(it -> !it.endsWith("kustomization.yaml"))
                    .filter(it -> !it.startsWith(K8S.resolve("monitoring")))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** All objects of one kind in k8s/base. */
    static <T extends HasMetadata> List<T> all(Class<T> kind) throws IOException {
        List<T> found = new ArrayList<>();
        for (Path file : files()) {
            for (JsonNode document : documents(file)) {
                HasMetadata object = read(document);
                if (kind.isInstance(object)) {
                    found.add(kind.cast(object));
                }
            }
        }
        return found;
    }

    /** The object of this kind and name. */
    static <T extends HasMetadata> T one(Class<T> kind, String name) throws IOException {
        List<T> named =
                all(kind).stream().filter(it -> name.equals(it.getMetadata().getName())).toList();
        if (named.size() != 1) {
            throw new AssertionError(
                    "%d of %s named %s".formatted(named.size(), kind.getSimpleName(), name));
        }
        return named.getFirst();
    }
}
