package io.sluice.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads YAML strictly: one document, a mapping at the root, no key twice. Scalars stay text, so
 * that a password of {@code 0123} is not taken for a number.
 */
final class YamlTree {
    private static final YAMLFactory YAML = new YAMLFactory();
    private final Environment environment;
    private final Problems problems;

    YamlTree(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The tree; empty, with a problem noted, where the text cannot be read. */
    Node.Branch read(String text) {
        try (YAMLParser parser = YAML.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return new Node.Branch(Map.of());
            }
            if (first != JsonToken.START_OBJECT) {
                problems.add(
                        new Problem("", "", "the file is not a mapping", "write key: value lines"));
                return new Node.Branch(Map.of());
            }
            Node.Branch root = branch(parser, "");
            if (parser.nextToken() != null) {
                problems.add(
                        new Problem(
                                "",
                                "",
                                "the file has a second document",
                                "remove what follows ---"));
            }
            return root;
        } catch (JsonProcessingException broken) {
            int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
            String why = broken.getOriginalMessage().lines().findFirst().orElse("unreadable");
            problems.add(
                    new Problem(
                            "", "", "not YAML at line " + line + ": " + why, "check the indents"));
            return new Node.Branch(Map.of());
        } catch (IOException neverOnText) {
            throw new UncheckedIOException(neverOnText);
        }
    }

    private Node.Branch branch(YAMLParser parser, String path) throws IOException {
        Map<String, Node> children = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String key = path.isEmpty() ? name : path + "." + name;
            int line = parser.currentLocation().getLineNr();
            parser.nextToken();
            if (children.put(name, value(parser, key)) != null) {
                problems.add(
                        new Problem(
                                key, "", "stands here twice, again at line " + line, "keep one"));
            }
        }
        return new Node.Branch(children);
    }

    private Node value(YAMLParser parser, String key) throws IOException {
        if (parser.isCurrentAlias()) {
            // The parser gives the name of the anchor for it, as if that had been written.
            problems.add(
                    new Problem(key, "*" + parser.getText(), "is an alias", "write it out here"));
            return new Node.Absent();
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> branch(parser, key);
            case START_ARRAY -> {
                List<Node> nodes = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    nodes.add(value(parser, key + "[" + nodes.size() + "]"));
                }
                yield new Node.Items(nodes);
            }
            case VALUE_NULL -> new Node.Absent();
            default -> new Node.Scalar(environment.expand(key, parser.getText(), problems));
        };
    }
}
