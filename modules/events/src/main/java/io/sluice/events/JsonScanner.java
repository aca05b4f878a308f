package io.sluice.events;

import io.sluice.events.JsonTape.Kind;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Fills a tape from bytes, strictly by RFC 8259 and beyond: UTF-8 without overlong forms and
 * surrogates, no byte-order mark, one root, no unpaired surrogate escape, and no key twice in an
 * object unless the limits say so. Every method that advances returns the next index, or -1 after
 * noting the error.
 */
final class JsonScanner {
    private static final long TRUE = word("true");
    private static final long FALSE = word("false");
    private static final long NULL = word("null");

    private final JsonTape tape;
    private final ScanRefusal refusal = new ScanRefusal();
    private final StringScanner strings = new StringScanner(refusal);
    private final NumberScanner numbers = new NumberScanner(refusal);
    private final KeySet keys;
    private final KnownKeys known;
    private byte[] json = {};
    private int end;

    /** The containers that are open, the keys of theirs whose value is open, and where they lie. */
    private int[] stack = new int[64];

    private int[] pendingKeys = new int[64];
    private @Nullable KnownKey[] places = new @Nullable KnownKey[64];
    private int depth;

    /** The same of the innermost: its token, its key or -1, its place. */
    private int container;

    private int pending;
    private @Nullable KnownKey place;

    JsonScanner(JsonTape tape, int mostKnownKeys) {
        this.tape = tape;
        this.keys = new KeySet(tape);
        this.known = new KnownKeys(mostKnownKeys);
    }

    ScanRefusal refusal() {
        return refusal;
    }

    boolean scan(byte[] bytes, int start, int stop) {
        json = bytes;
        end = stop;
        depth = 0;
        refusal.clear();
        keys.clear();
        pending = -1;
        place = known.begin();
        if (stop - start >= 3
                && bytes[start] == (byte) 0xEF
                && bytes[start + 1] == (byte) 0xBB
                && bytes[start + 2] == (byte) 0xBF) {
            refusal.fail(
                    RejectCode.INVALID_ENCODING,
                    start,
                    "a byte-order mark: send UTF-8 without one");
            return false;
        }
        int at = start;
        while (at >= 0) {
            at = value(at);
            if (at < 0) {
                return false;
            }
            at = afterValue(at);
            if (at == end && depth == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * From before a value to after it; of a container that is not empty, to after its first scalar.
     */
    private int value(int from) {
        int at = skipSpace(from);
        if (at == end) {
            return refusal.fail(
                    RejectCode.INVALID_JSON, at, "the document ends where a value is expected");
        }
        byte b = json[at];
        return switch (b) {
            case '{' -> open(Kind.OBJECT, at);
            case '[' -> open(Kind.ARRAY, at);
            case '"' -> string(at + 1);
            case 't' -> literal(Kind.TRUE, at, TRUE, "true");
            case 'f' -> literal(Kind.FALSE, at, FALSE, "false");
            case 'n' -> literal(Kind.NULL, at, NULL, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default ->
                    unexpected(
                            at,
                            "a value is expected, not " + ScanRefusal.describe(b) + literalHint(b));
        };
    }

    private static String literalHint(byte b) {
        return switch (b) {
            case 'N', 'I' -> " (JSON has neither NaN nor Infinity)";
            case '\'' -> " (strings stand in double quotes)";
            default -> "";
        };
    }

    private int open(Kind kind, int at) {
        if (depth == tape.limits.maxDepth()) {
            return refusal.fail(
                    RejectCode.TOO_DEEP,
                    at,
                    "more than " + depth + " levels of objects and arrays");
        }
        int token = tape.open(kind, at);
        if (token < 0) {
            return tooMany(at);
        }
        push(token);
        int next = skipSpace(at + 1);
        boolean object = kind == Kind.OBJECT;
        if (next < end && json[next] == (object ? '}' : ']')) {
            return close(next);
        }
        int first = object ? key(next) : next;
        return first < 0 ? -1 : value(first);
    }

    private void push(int token) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
            pendingKeys = Arrays.copyOf(pendingKeys, depth * 2);
            places = Arrays.copyOf(places, depth * 2);
        }
        if (pending >= 0) {
            place = tape.knownKey(pending);
        }
        if (depth > 0) {
            pendingKeys[depth - 1] = pending;
        }
        stack[depth] = token;
        places[depth] = place;
        container = token;
        pending = -1;
        depth++;
    }

    private int close(int at) {
        tape.close(container, at + 1);
        depth--;
        if (depth > 0) {
            container = stack[depth - 1];
            pending = pendingKeys[depth - 1];
            place = places[depth - 1];
        }
        return at + 1;
    }

    /** After a value: completes it in its container and goes on to the next value, if any. */
    private int afterValue(int from) {
        int at = from;
        while (true) {
            at = skipSpace(at);
            if (depth == 0) {
                return at == end
                        ? at
                        : unexpected(
                                at,
                                "one document is expected, but after it stands "
                                        + ScanRefusal.describe(json[at]));
            }
            boolean object = pending >= 0;
            if (object) {
                tape.closeKey(pending);
            }
            if (at == end) {
                return refusal.fail(
                        RejectCode.INVALID_JSON,
                        at,
                        "the document ends inside " + (object ? "an object" : "an array"));
            }
            byte b = json[at];
            if (b == ',') {
                return object ? key(skipSpace(at + 1)) : at + 1;
            }
            if (b != (object ? '}' : ']')) {
                return unexpected(
                        at,
                        "expected , or "
                                + (object ? '}' : ']')
                                + ", not "
                                + ScanRefusal.describe(b));
            }
            at = close(at);
        }
    }

    private int key(int at) {
        if (at >= end || json[at] != '"') {
            return unexpected(
                    at,
                    "a key in double quotes is expected"
                            + (at < end ? ", not " + ScanRefusal.describe(json[at]) : ""));
        }
        KnownKey guess = known.guess();
        int quote;
        int token;
        int earlier;
        if (guess != null && guess.parent == place && guess.standsAt(json, at + 1, end)) {
            quote = at + 1 + guess.text.length;
            token = tape.leaf(Kind.KEY, at + 1, quote, 0);
            if (token < 0) {
                return tooMany(at);
            }
            tape.setKnown(token, guess);
            earlier = known.met(guess, container, token);
        } else {
            quote = strings.scan(json, at + 1, end);
            token = quote < 0 ? -1 : text(Kind.KEY, at + 1, quote);
            if (token < 0) {
                return -1;
            }
            earlier = look(token, at + 1, quote);
        }
        if (earlier >= 0) {
            if (tape.limits.duplicateKeys() == DuplicateKeys.REFUSE) {
                return refusal.fail(
                        RejectCode.DUPLICATE_KEY, at, "a key that the same object has already");
            }
            tape.shadow(earlier);
        }
        pending = token;
        int colon = skipSpace(quote + 1);
        if (colon >= end || json[colon] != ':') {
            return unexpected(colon, "a colon is expected after the key");
        }
        return colon + 1;
    }

    /** Finds a key that is not the one expected; gives the same object's earlier one, or -1. */
    private int look(int token, int start, int quote) {
        byte[] text = json;
        int from = start;
        int to = quote;
        if ((strings.flags() & JsonTape.ESCAPED) != 0) {
            text = JsonStrings.unescape(json, start, quote);
            from = 0;
            to = text.length;
        }
        long hash = JsonStrings.hash(text, from, to);
        KnownKey under = place;
        KnownKey key = under == null ? null : known.find(under, text, from, to, hash);
        if (key == null) {
            tape.setUnknown(token, hash);
            return keys.add(token, container);
        }
        tape.setKnown(token, key);
        return known.metInstead(key, container, token);
    }

    /** A string that is a value, from after its quote. */
    private int string(int start) {
        int quote = strings.scan(json, start, end);
        if (quote < 0 || text(Kind.STRING, start, quote) < 0) {
            return -1;
        }
        known.value(json, start, quote);
        return quote + 1;
    }

    /** Appends the key or string that was scanned last; gives its token, or -1. */
    private int text(Kind kind, int start, int quote) {
        int flags = strings.flags();
        int token = tape.leaf(kind, start, quote, flags);
        if (token < 0) {
            return tooMany(start);
        }
        if ((flags & JsonTape.NUL) != 0) {
            for (int i = 0; i < depth; i++) {
                tape.mark(stack[i], JsonTape.NUL);
            }
        }
        return token;
    }

    /** The bytes of a text of at most eight, the last one highest. */
    private static long word(String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word = word >>> Byte.SIZE | (long) text.charAt(i) << Long.SIZE - Byte.SIZE;
        }
        return word;
    }

    private int literal(Kind kind, int at, long word, String text) {
        int stop = at + text.length();
        if (stop <= end && at + Long.BYTES <= json.length) {
            long there = JsonStrings.eight(json, at) << Long.SIZE - Byte.SIZE * text.length();
            if (there == word) {
                return scalar(kind, at, stop);
            }
        }
        int same = at + 1;
        while (same < stop && same < end && json[same] == text.charAt(same - at)) {
            same++;
        }
        return same == stop
                ? scalar(kind, at, stop)
                : refusal.unexpected(
                        json, end, same, at, "a value is expected: is this " + text + "?");
    }

    private int number(int from) {
        int stop = numbers.scan(json, from, end);
        return stop < 0 ? -1 : scalar(numbers.whole() ? Kind.INTEGER : Kind.DECIMAL, from, stop);
    }

    private int scalar(Kind kind, int at, int stop) {
        return tape.leaf(kind, at, stop, 0) < 0 ? tooMany(at) : stop;
    }

    private int tooMany(int at) {
        return refusal.fail(
                RejectCode.TOO_MANY_VALUES,
                at,
                "more than " + tape.limits.maxTokens() + " keys and values");
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < end) {
            byte b = json[at];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\t' && b != '\r')) {
                return at;
            }
            at++;
        }
        return at;
    }

    private int unexpected(int at, String detail) {
        return refusal.unexpected(json, end, at, at, detail);
    }
}
