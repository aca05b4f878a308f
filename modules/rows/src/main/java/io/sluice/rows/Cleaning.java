package io.sluice.rows;

import io.sluice.events.JsonTape;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Takes out what no warehouse can hold, and keeps a record of it. One thread. */
final class Cleaning {
    private static final String NUL_ESCAPE = "\\u0000";

    private final List<Alteration> alterations = new ArrayList<>();

    void clear() {
        if (!alterations.isEmpty()) {
            alterations.clear();
        }
    }

    List<Alteration> alterations() {
        return List.copyOf(alterations);
    }

    /** The text of a string that holds U+0000, without it. */
    byte[] text(JsonTape tape, int string, String path) {
        note(tape, string, path, Alteration.NUL_REMOVED);
        return strip(tape.text(string));
    }

    /** The JSON text of a value without escapes of U+0000. */
    byte[] json(JsonTape tape, int value, String path) {
        byte[] json = tape.json();
        int start =
                tape.kind(value) == JsonTape.Kind.STRING
                        ? tape.start(value) - 1
                        : tape.start(value);
        int end = tape.kind(value) == JsonTape.Kind.STRING ? tape.end(value) + 1 : tape.end(value);
        ByteArrayOutputStream clean = new ByteArrayOutputStream(end - start);
        if (!tape.hasNul(value)) {
            clean.write(json, start, end - start);
            return clean.toByteArray();
        }
        note(tape, value, path, Alteration.NUL_REMOVED);
        for (int i = start; i < end; i++) {
            if (json[i] != '\\') {
                clean.write(json[i]);
            } else if (isNulEscape(json, i, end)) {
                i += NUL_ESCAPE.length() - 1;
            } else {
                clean.write(json[i++]);
                clean.write(json[i]);
            }
        }
        return clean.toByteArray();
    }

    private static boolean isNulEscape(byte[] json, int at, int end) {
        if (at + NUL_ESCAPE.length() > end) {
            return false;
        }
        for (int i = 0; i < NUL_ESCAPE.length(); i++) {
            if (json[at + i] != NUL_ESCAPE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Notes what a rule did to a token's text. */
    void note(JsonTape tape, int token, String path, String rule) {
        int start = tape.start(token);
        int end = tape.end(token);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(tape.json(), start, end - start);
            alterations.add(
                    new Alteration(
                            path, rule, end - start, HexFormat.of().formatHex(sha.digest())));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The text without U+0000. */
    static byte[] strip(byte[] text) {
        ByteArrayOutputStream clean = new ByteArrayOutputStream(text.length);
        for (byte b : text) {
            if (b != 0) {
                clean.write(b);
            }
        }
        return clean.toByteArray();
    }
}
