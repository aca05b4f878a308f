package io.sluice.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest as Redshift's COPY reads it: every file by its full address, each mandatory, with its
 * length in bytes. Nothing else stands in it: COPY is not known to skip what it does not know.
 */
public record Manifest(List<Entry> entries) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Manifest {
        entries = List.copyOf(entries);
    }

    /** One file: {@code s3://bucket/key}, and its length in bytes. */
    public record Entry(String url, long contentLength) {}

    /** The manifest of these files of a bucket. */
    public static Manifest of(String bucket, List<LoadUnit.DataFile> files) {
        return new Manifest(
                files.stream()
                        .map(file -> new Entry("s3://" + bucket + "/" + file.key(), file.bytes()))
                        .toList());
    }

    /** The JSON text, UTF-8. */
    public byte[] toJson() {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("entries");
        for (Entry entry : entries) {
            ObjectNode node = list.addObject();
            node.put("url", entry.url());
            node.put("mandatory", true);
            node.putObject("meta").put("content_length", entry.contentLength());
        }
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException treesCanBeWritten) {
            throw new IllegalStateException(treesCanBeWritten);
        }
    }

    /**
     * Reads {@link #toJson} back.
     *
     * @throws IllegalArgumentException if it is no manifest of that form
     */
    public static Manifest parse(byte[] json) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : tree(json).path("entries")) {
            JsonNode url = node.path("url");
            JsonNode length = node.path("meta").path("content_length");
            if (!url.isTextual() || !isSize(length)) {
                throw new IllegalArgumentException(
                        "a manifest whose entry %d is none".formatted(entries.size()));
            }
            entries.add(new Entry(url.asText(), length.asLong()));
        }
        return new Manifest(entries);
    }

    private static boolean isSize(JsonNode length) {
        return length.isIntegralNumber() && length.canConvertToLong() && length.asLong() >= 0;
    }

    private static JsonNode tree(byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (!root.path("entries").isArray()) {
                throw new IllegalArgumentException("a manifest without entries");
            }
            return root;
        } catch (IOException noJson) {
            throw new IllegalArgumentException("a manifest that is no JSON", noJson);
        }
    }
}
