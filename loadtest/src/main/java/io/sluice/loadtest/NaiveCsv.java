package io.sluice.loadtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;

/**
 * The yardstick of the core: Jackson's streaming parser and the values as they come, with commas
 * between. It knows no tables, no types and no columns. One thread.
 */
final class NaiveCsv {
    private final JsonFactory json = new JsonFactory();
    private byte[] out = new byte[1 << 20];
    private int length;

    /** Writes the events of a chunk; gives the bytes written. */
    long encode(byte[] lines) throws IOException {
        length = 0;
        for (int start = 0; start < lines.length; ) {
            int end = start;
            while (end < lines.length && lines[end] != '\n') {
                end++;
            }
            event(lines, start, end);
            start = end + 1;
        }
        return length;
    }

    private void event(byte[] lines, int start, int end) throws IOException {
        ensure(4 * (end - start) + 64);
        try (JsonParser parser = json.createParser(lines, start, end - start)) {
            JsonToken token = parser.nextToken();
            while (token != null) {
                if (token.isScalarValue()) {
                    value(parser, token == JsonToken.VALUE_STRING);
                }
                token = parser.nextToken();
            }
        }
        out[length - 1] = '\n';
    }

    private void value(JsonParser parser, boolean quoted) throws IOException {
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int to = from + parser.getTextLength();
        if (quoted) {
            out[length++] = '"';
        }
        for (int i = from; i < to; i++) {
            if (text[i] == '"') {
                out[length++] = '"';
            }
            // The mix is ASCII.
            out[length++] = (byte) text[i];
        }
        if (quoted) {
            out[length++] = '"';
        }
        out[length++] = ',';
    }

    private void ensure(int more) {
        if (out.length - length < more) {
            out = java.util.Arrays.copyOf(out, out.length * 2 + more);
        }
    }
}
