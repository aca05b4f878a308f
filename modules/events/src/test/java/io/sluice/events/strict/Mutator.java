package io.sluice.events.strict;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Breaks documents at random, or makes broken ones whole; the same seed gives the same. */
final class Mutator {
    private static final List<String> PIECES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "{}",
                    "[]",
                    "\"\"",
                    "\"a\":1",
                    ",\"a\":2",
                    "0",
                    "-",
                    "-0",
                    ".",
                    ".5",
                    "e",
                    "E+1",
                    "1e400",
                    "00",
                    "123456789012345678901",
                    "true",
                    "false",
                    "null",
                    " ",
                    "<09>",
                    "<0A>",
                    "<0D>",
                    "<0B>",
                    "<00>",
                    "<1F>",
                    "<7F>",
                    "\\n",
                    "\\u0041",
                    "\\u0000",
                    "\\ud83d",
                    "\\ude00",
                    "\\ud83d\\ude00",
                    "\\x",
                    "é",
                    "€",
                    "😀",
                    "<C3>",
                    "<E2 82>",
                    "<F0 9F 98>",
                    "<80>",
                    "<FF>",
                    "<C0 80>",
                    "<ED A0 80>",
                    "<F4 90 80 80>",
                    "<EF BB BF>",
                    "<C2 A0>",
                    "//",
                    "/**/",
                    "'",
                    "NaN");

    private final Random random;
    private final List<byte[]> documents;
    private final List<byte[]> pieces = PIECES.stream().map(ByteNotation::bytes).toList();

    Mutator(long seed, List<byte[]> documents) {
        this.random = new Random(seed);
        this.documents = documents;
    }

    /** One of the documents with one or two changes. */
    byte[] next() {
        byte[] json = pick(documents);
        // Mostly one, so that many stay documents.
        for (int edits = 1 + random.nextInt(6) / 4; edits > 0; edits--) {
            json = change(json);
        }
        return json;
    }

    private byte[] change(byte[] json) {
        int at = random.nextInt(json.length + 1);
        int stop = Math.min(json.length, at + 1 + random.nextInt(4));
        return switch (random.nextInt(8)) {
            case 0 -> join(json, at, bytes(flipped(json, at)), Math.min(json.length, at + 1));
            case 1 -> join(json, at, bytes(random.nextInt(256)), Math.min(json.length, at + 1));
            case 2, 3 -> join(json, at, pick(pieces), at);
            case 4 -> join(json, at, pick(pieces), stop);
            case 5 -> join(json, at, new byte[0], stop);
            case 6 -> random.nextInt(4) == 0 ? cut(json, at) : join(json, at, cut(json, at), stop);
            default -> splice(json, at, pick(documents));
        };
    }

    private int flipped(byte[] json, int at) {
        return at == json.length ? 0 : json[at] ^ 1 << random.nextInt(8);
    }

    /** The start of one document and the end of another. */
    private byte[] splice(byte[] json, int at, byte[] other) {
        return join(json, at, cut(other, random.nextInt(other.length + 1)), json.length);
    }

    private static byte[] cut(byte[] json, int length) {
        return java.util.Arrays.copyOf(json, length);
    }

    private static byte[] bytes(int one) {
        return new byte[] {(byte) one};
    }

    private static byte[] join(byte[] json, int at, byte[] piece, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + piece.length);
        out.write(json, 0, at);
        out.writeBytes(piece);
        out.write(json, from, json.length - from);
        return out.toByteArray();
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }
}
