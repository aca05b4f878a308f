package io.sluice.events;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A JSON document as a flat list of tokens with their byte ranges; reused from document to document
 * and owned by one thread.
 *
 * <p>Tokens stand in document order. An object's members are pairs of tokens, key then value;
 * {@link #next} of any token (of a key: of its value) is the token after it and all that it
 * contains. So the members of object {@code o} are
 *
 * <pre>
 * for (int key = o + 1; key &lt; tape.next(o); key = tape.next(key)) { int value = key + 1; … }
 * </pre>
 *
 * <p>Why not a library's parser: the doors need the byte range of every value (rows are cut from
 * the sent bytes), and must refuse what parsers let pass: doubled keys, lone surrogates, overlong
 * UTF-8, a second root, a byte-order mark. Tests hold it against three other parsers.
 */
public final class JsonTape {
    /**
     * Bounds of one document.
     *
     * @param maxDepth levels of objects and arrays
     * @param maxTokens keys and values together
     * @param duplicateKeys whether an object may have a key twice
     */
    public record Limits(int maxDepth, int maxTokens, DuplicateKeys duplicateKeys) {
        /** What Redshift's SUPER can nest, and room for events of ten thousand keys. */
        public static final Limits DEFAULT = of(DuplicateKeys.REFUSE);

        /** The same bounds with this policy. */
        public static Limits of(DuplicateKeys duplicateKeys) {
            return new Limits(1_002, 200_000, duplicateKeys);
        }
    }

    /** The kinds of token. A number without fraction and exponent is an INTEGER. */
    public enum Kind {
        OBJECT,
        ARRAY,
        KEY,
        STRING,
        INTEGER,
        DECIMAL,
        TRUE,
        FALSE,
        NULL
    }

    private static final Kind[] KINDS = Kind.values();

    /** A string (or key) with a backslash in it. */
    static final int ESCAPED = 1 << 8;

    /** A string with U+0000 in it, or a container of one. */
    static final int NUL = 1 << 9;

    /** A key whose member a later one of the same object shadows. */
    private static final int SHADOWED = 1 << 10;

    private static final int STRIDE = 4;

    final Limits limits;
    private final JsonScanner scanner;
    private byte[] json = {};
    private int[] tokens = new int[256 * STRIDE];
    private @Nullable KnownKey[] known = new @Nullable KnownKey[256];
    private long[] hashes = new long[256];
    private int size;

    /** How many tokens there may be before it has to grow. */
    private int room;

    private boolean hasShadowed;

    /** A tape for documents within these limits. */
    public JsonTape(Limits limits) {
        this(limits, KnownKeys.MOST);
    }

    /** A tape that keeps so many keys in mind; with 0 it takes each as if it were new. */
    JsonTape(Limits limits, int mostKnownKeys) {
        this.limits = limits;
        this.scanner = new JsonScanner(this, mostKnownKeys);
    }

    /**
     * Scans exactly one document, white space around it included. The bytes must stay unchanged as
     * long as the tape is read.
     *
     * @return false if it is refused: see {@link #errorCode}
     */
    public boolean scan(byte[] bytes, int start, int end) {
        json = bytes;
        size = 0;
        hasShadowed = false;
        return scanner.scan(bytes, start, end);
    }

    /** Why the last scan was refused. */
    public RejectCode errorCode() {
        return scanner.refusal().code();
    }

    /**
     * Whether the last scan was refused for what stands outside of strings, or for a string that
     * has no certain end: then nobody knows where in the bytes another document would begin.
     */
    public boolean lostItsWay() {
        return scanner.refusal().lostItsWay();
    }

    /** The index, in the bytes given, of the byte at which the last scan was refused. */
    public int errorAt() {
        return scanner.refusal().at();
    }

    /** A sentence on what the last scan met; it names no position. */
    public String errorDetail() {
        return scanner.refusal().detail();
    }

    /** The bytes of the last scan. */
    public byte[] json() {
        return json;
    }

    /** Index of the root token. */
    public int root() {
        return 0;
    }

    /** Number of tokens. */
    public int size() {
        return size;
    }

    public Kind kind(int token) {
        return KINDS[tokens[token * STRIDE] & 0xff];
    }

    /** First byte; of strings and keys the one after the quote. */
    public int start(int token) {
        return tokens[token * STRIDE + 1];
    }

    /** After the last byte; of strings and keys the closing quote. */
    public int end(int token) {
        return tokens[token * STRIDE + 2];
    }

    /** The token after this one and all within it; of a key, the next key. */
    public int next(int token) {
        return tokens[token * STRIDE + 3];
    }

    /** True for a string or key in which something is escaped: its bytes are not its text. */
    public boolean escaped(int token) {
        return (tokens[token * STRIDE] & ESCAPED) != 0;
    }

    /** True for a string or key that holds U+0000, and for an object or array that holds such. */
    public boolean hasNul(int token) {
        return (tokens[token * STRIDE] & NUL) != 0;
    }

    /**
     * True for a key whose member does not count: a later one of the same object has the same key.
     * There are such only with {@link DuplicateKeys#KEEP_LAST}.
     */
    public boolean shadowed(int key) {
        return (tokens[key * STRIDE] & SHADOWED) != 0;
    }

    /** Whether any key of the document is {@link #shadowed}. */
    public boolean hasShadowed() {
        return hasShadowed;
    }

    /** True for a key, as almost all are, that is not shadowed and holds no U+0000. */
    public boolean plainKey(int key) {
        return (tokens[key * STRIDE] & (NUL | SHADOWED)) == 0;
    }

    /** True for an object or array with nothing in it. */
    public boolean empty(int container) {
        return next(container) == container + 1;
    }

    /** {@link JsonStrings#hash} of a key's text, escapes resolved. */
    public long keyHash(int key) {
        KnownKey place = known[key];
        return place == null ? hashes[key] : place.hash;
    }

    /** What a key is at its place; null if that is not known to the tape. */
    public @Nullable KnownKey knownKey(int key) {
        return known[key];
    }

    /** True if the text of this key or string is these bytes. */
    public boolean textEquals(int token, byte[] text) {
        int start = start(token);
        int end = end(token);
        if (!escaped(token)) {
            return Arrays.equals(json, start, end, text, 0, text.length);
        }
        return Arrays.equals(JsonStrings.unescape(json, start, end), text);
    }

    /** The UTF-8 text of a string or key, escapes resolved. */
    public byte[] text(int token) {
        int start = start(token);
        int end = end(token);
        return escaped(token)
                ? JsonStrings.unescape(json, start, end)
                : Arrays.copyOfRange(json, start, end);
    }

    /** Appends the token of an object or array; -1 where the document has too many. */
    int open(Kind kind, int start) {
        return leaf(kind, start, start, 0);
    }

    /** Appends a token that contains none; -1 where the document has too many. */
    int leaf(Kind kind, int start, int end, int flags) {
        if (size == room && !grow()) {
            return -1;
        }
        int at = size * STRIDE;
        tokens[at] = kind.ordinal() | flags;
        tokens[at + 1] = start;
        tokens[at + 2] = end;
        tokens[at + 3] = size + 1;
        return size++;
    }

    private boolean grow() {
        if (size == limits.maxTokens()) {
            return false;
        }
        if (size == known.length) {
            tokens = Arrays.copyOf(tokens, tokens.length * 2);
            known = Arrays.copyOf(known, known.length * 2);
            hashes = Arrays.copyOf(hashes, hashes.length * 2);
        }
        room = Math.min(known.length, limits.maxTokens());
        return true;
    }

    /** Completes an object or array: what it contains was appended since. */
    void close(int token, int end) {
        int at = token * STRIDE;
        tokens[at + 2] = end;
        tokens[at + 3] = size;
    }

    /** Completes a key when its value is complete. */
    void closeKey(int key) {
        tokens[key * STRIDE + 3] = size;
    }

    /** Adds a flag to a token that may still be open. */
    void mark(int token, int flags) {
        tokens[token * STRIDE] |= flags;
    }

    /** Notes that the member of this key does not count. */
    void shadow(int key) {
        mark(key, SHADOWED);
        hasShadowed = true;
    }

    void setKnown(int key, KnownKey place) {
        known[key] = place;
    }

    void setUnknown(int key, long hash) {
        known[key] = null;
        hashes[key] = hash;
    }
}
