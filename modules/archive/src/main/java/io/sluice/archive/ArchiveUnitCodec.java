package io.sluice.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.archive.ArchiveUnit.File;
import io.sluice.archive.ArchiveUnit.Part;
import io.sluice.archive.OffsetRanges.Range;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Archive units as JSON, for their topic and as manifests. Reading is strict: what is missing, or
 * cannot be, is an error. Thread-safe.
 */
public final class ArchiveUnitCodec {
    /** What stands under {@code format}; to be raised with any change of the members. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ArchiveUnitCodec() {}

    /** The unit as JSON, UTF-8, on one line. */
    public static byte[] write(ArchiveUnit unit) {
        ObjectNode node = JSON.createObjectNode();
        node.put("format", FORMAT);
        node.put("id", unit.id().toString());
        node.put("app", unit.app());
        node.put("cluster", unit.cluster());
        node.put("bucket", unit.bucket());
        node.put("manifest", unit.manifestKey());
        ArrayNode files = node.putArray("files");
        for (File file : unit.files()) {
            ObjectNode entry = files.addObject();
            entry.put("key", file.key());
            entry.put("bytes", file.bytes());
            entry.put("records", file.records());
            entry.put("events", file.events());
        }
        ArrayNode parts = node.putArray("partitions");
        for (Part part : unit.parts()) {
            ObjectNode entry = parts.addObject();
            entry.put("partition", part.partition());
            entry.put("from", part.range().from());
            entry.put("to", part.range().to());
            entry.put("records", part.records());
            entry.put("events", part.events());
        }
        node.put("cut", unit.cutMicros());
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException treesCanBeWritten) {
            throw new IllegalStateException(treesCanBeWritten);
        }
    }

    /**
     * Reads {@link #write} back.
     *
     * @throws IllegalArgumentException if it is no unit of this format
     */
    public static ArchiveUnit read(byte[] json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (IOException noJson) {
            throw new IllegalArgumentException("an archive unit that is no JSON", noJson);
        }
        if (number(node, "format") != FORMAT) {
            throw new IllegalArgumentException("an archive unit of another format than " + FORMAT);
        }
        List<File> files = new ArrayList<>();
        for (JsonNode it : list(node, "files")) {
            files.add(
                    new File(
                            text(it, "key"),
                            number(it, "bytes"),
                            number(it, "records"),
                            number(it, "events")));
        }
        List<Part> parts = new ArrayList<>();
        for (JsonNode it : list(node, "partitions")) {
            parts.add(
                    new Part(
                            Math.toIntExact(Math.min(number(it, "partition"), Integer.MAX_VALUE)),
                            new Range(number(it, "from"), number(it, "to")),
                            number(it, "records"),
                            number(it, "events")));
        }
        ArchiveUnit unit =
                new ArchiveUnit(
                        UUID.fromString(text(node, "id")),
                        text(node, "app"),
                        text(node, "cluster"),
                        text(node, "bucket"),
                        text(node, "manifest"),
                        files,
                        parts,
                        number(node, "cut"));
        return checked(unit);
    }

    private static ArchiveUnit checked(ArchiveUnit unit) {
        if (unit.files().stream().mapToLong(File::records).sum() != unit.records()
                || unit.files().stream().mapToLong(File::events).sum() != unit.events()) {
            throw new IllegalArgumentException(
                    "an archive unit whose files hold other records than its partitions");
        }
        return unit;
    }

    private static JsonNode list(JsonNode node, String name) {
        return member(node, name, node.path(name).isArray(), "list");
    }

    private static String text(JsonNode node, String name) {
        return member(node, name, node.path(name).isTextual(), "text").asText();
    }

    private static long number(JsonNode node, String name) {
        JsonNode it = node.path(name);
        boolean right = it.isIntegralNumber() && it.canConvertToLong() && it.longValue() >= 0;
        return member(node, name, right, "whole number").longValue();
    }

    private static JsonNode member(JsonNode node, String name, boolean right, String type) {
        if (!right) {
            throw new IllegalArgumentException(
                    "an archive unit whose member %s is no %s".formatted(name, type));
        }
        return node.path(name);
    }
}
