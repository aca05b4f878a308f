package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.JsonStrings;
import io.sluice.events.JsonTape;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

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

    /**
     * The JSON text of a value without escapes of U+0000. Where they alone tell keys of an object
     * apart, nothing is taken out: the text is kept whole, as a JSON string.
     */
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
        if (keysWouldMeet(tape, value)) {
            note(tape, value, path, Alteration.JSON_AS_TEXT);
            JsonStrings.quote(Arrays.copyOfRange(json, start, end), clean);
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

    private static boolean keysWouldMeet(JsonTape tape, int value) {
        for (int token = value; token < tape.next(value); token++) {
            if (tape.kind(token) == JsonTape.Kind.OBJECT && membersWouldMeet(tape, token)) {
                return true;
            }
        }
        return false;
    }

    private static boolean membersWouldMeet(JsonTape tape, int object) {
        if (!tape.hasNul(object)) {
            return false;
        }
        Map<String, String> sent = new HashMap<>();
        for (int key = object + 1; key < tape.next(object); key = tape.next(key)) {
            String text = new String(tape.text(key), UTF_8);
            String other = sent.putIfAbsent(text.replace("\0", ""), text);
            // The same key twice was sent so, and stays.
            if (other != null && !other.equals(text)) {
                return true;
            }
        }
        return false;
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
    Alteration note(JsonTape tape, int token, String path, String rule) {
        return note(tape.json(), tape.start(token), tape.end(token), path, rule);
    }

    /** Notes what a rule did to a text. */
    Alteration note(byte[] text, String path, String rule) {
        return note(text, 0, text.length, path, rule);
    }

    private Alteration note(byte[] text, int start, int end, String path, String rule) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(text, start, end - start);
            Alteration noted =
                    new Alteration(path, rule, end - start, HexFormat.of().formatHex(sha.digest()));
            alterations.add(noted);
            return noted;
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
