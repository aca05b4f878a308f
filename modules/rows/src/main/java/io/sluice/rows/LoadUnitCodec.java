package io.sluice.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.events.InstantText;
import io.sluice.schema.TableUid;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Load units as JSON, for the topic of loads and the registry. Reading is strict: each member has
 * to be there with its type and no other may be, and they have to agree with one another, so that a
 * reader never acts on a unit of which it knows a part, or on one that cannot be. Thread-safe.
 */
public final class LoadUnitCodec {
    /** What stands under {@code format}; to be raised with any change of the members. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private LoadUnitCodec() {}

    /** The unit as JSON, UTF-8, on one line. */
    public static byte[] write(LoadUnit unit) {
        ObjectNode node = JSON.createObjectNode();
        node.put("format", FORMAT);
        node.put("id", unit.id().toString());
        node.put("app", unit.app());
        node.put("table", unit.table().toString());
        node.put("version", unit.version());
        node.put("fingerprint", Long.toHexString(unit.fingerprint()));
        node.put("rows", unit.rows());
        node.put("with_id", unit.withId());
        node.put("bucket", unit.bucket());
        node.put("manifest", unit.manifestKey());
        ArrayNode files = node.putArray("files");
        for (LoadUnit.DataFile file : unit.files()) {
            ObjectNode entry = files.addObject();
            entry.put("key", file.key());
            entry.put("bytes", file.bytes());
            entry.put("rows", file.rows());
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
     * @throws IllegalArgumentException with the member that is wrong, if it is no unit of this
     *     format
     */
    public static LoadUnit read(byte[] json) {
        Members node = new Members(tree(json));
        if (node.number("format") != FORMAT) {
            throw new IllegalArgumentException("load unit of another format than " + FORMAT);
        }
        LoadUnit unit =
                new LoadUnit(
                        UUID.fromString(node.text("id")),
                        node.text("app"),
                        TableUid.parse(node.text("table")),
                        (int) Math.min(node.number("version"), Integer.MAX_VALUE),
                        Long.parseUnsignedLong(node.text("fingerprint"), 16),
                        node.number("rows"),
                        node.number("with_id"),
                        node.text("bucket"),
                        node.text("manifest"),
                        files(node.list("files")),
                        node.number("cut"));
        node.finish();
        check(unit);
        return unit;
    }

    /** No unit that a batcher has made is refused here. */
    private static void check(LoadUnit unit) {
        long rows = 0;
        // Version 0 has the columns of the envelope alone.
        boolean possible = unit.version() >= 0 && unit.rows() > 0;
        for (LoadUnit.DataFile file : unit.files()) {
            possible &= file.bytes() >= 0 && file.rows() > 0 && file.rows() <= unit.rows();
            rows += file.rows();
        }
        if (!possible
                || rows != unit.rows()
                || unit.withId() < 0
                || unit.withId() > rows
                || unit.cutMicros() < InstantText.MIN_MICROS
                || unit.cutMicros() > InstantText.MAX_MICROS) {
            throw new IllegalArgumentException(
                    "load unit %s that contradicts itself".formatted(unit.id()));
        }
    }

    private static List<LoadUnit.DataFile> files(JsonNode list) {
        List<LoadUnit.DataFile> files = new ArrayList<>();
        for (JsonNode entry : list) {
            Members node = new Members(entry);
            files.add(
                    new LoadUnit.DataFile(
                            node.text("key"), node.number("bytes"), node.number("rows")));
            node.finish();
        }
        return List.copyOf(files);
    }

    private static boolean isLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    /** Without what no database stores: U+0000, a lone surrogate. */
    private static boolean isStorable(JsonNode node) {
        return node.isTextual()
                && node.asText().indexOf(0) < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(node.asText());
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException noJson) {
            throw new IllegalArgumentException("load unit that is no JSON", noJson);
        }
    }

    /** An object whose members are asked for one by one. */
    private static final class Members {
        private final JsonNode json;
        private final Set<String> asked = new HashSet<>();

        Members(JsonNode json) {
            this.json = json;
        }

        String text(String name) {
            return member(name, LoadUnitCodec::isStorable, "text").asText();
        }

        long number(String name) {
            return member(name, LoadUnitCodec::isLong, "whole number").longValue();
        }

        JsonNode list(String name) {
            return member(name, JsonNode::isArray, "list");
        }

        void finish() {
            json.fieldNames()
                    .forEachRemaining(
                            name -> {
                                if (!asked.contains(name)) {
                                    throw new IllegalArgumentException(
                                            "load unit with unknown member " + name);
                                }
                            });
        }

        private JsonNode member(String name, Predicate<JsonNode> right, String type) {
            asked.add(name);
            JsonNode member = json.path(name);
            if (!right.test(member)) {
                throw new IllegalArgumentException(
                        "load unit whose member %s is no %s".formatted(name, type));
            }
            return member;
        }
    }
}
