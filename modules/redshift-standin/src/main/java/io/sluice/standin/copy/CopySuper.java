package io.sluice.standin.copy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a SUPER takes: JSON, with limits of depth, of a string and of the whole. */
public final class CopySuper {
    /** Bytes of one string inside, unless a cluster has opted in to more. */
    public static final int MAX_STRING = 65_535;

    /** Levels of objects and arrays. */
    public static final int MAX_DEPTH = 1_000;

    /** Bytes of a value that comes as text: older clusters take larger ones only from Parquet. */
    public static final int MAX_VALUE = 1_048_576;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_VALUE)
                                    .maxNameLength(MAX_VALUE)
                                    .build())
                    .build();

    private CopySuper() {}

    static String check(String text) throws BadValue {
        String wrong = refusal(text);
        if (!wrong.isEmpty()) {
            throw new BadValue(1224, wrong);
        }
        return text;
    }

    /** Why a text is no value of SUPER; empty if it is one. */
    public static String refusal(String text) {
        if (text.length() > MAX_VALUE / 3
                && text.getBytes(StandardCharsets.UTF_8).length > MAX_VALUE) {
            return "SUPER value is larger than " + MAX_VALUE + " bytes";
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return "Invalid JSON: empty";
            }
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                if (isText && bytes(parser.getText()) > MAX_STRING) {
                    return "string inside SUPER is longer than " + MAX_STRING + " bytes";
                }
                if (depth == 0 && parser.nextToken() != null) {
                    return "Invalid JSON: more than one value";
                }
            } while (depth > 0 && parser.nextToken() != null);
            return depth > 0 ? "Invalid JSON: it is not closed" : "";
        } catch (IOException broken) {
            return "Invalid JSON: " + broken.getMessage();
        }
    }

    private static int bytes(String text) {
        return text.length() * 3 <= MAX_STRING
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
