package io.sluice.events;

import io.sluice.events.InstantText.Reading;
import io.sluice.events.JsonTape.Kind;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds and checks {@code ts}, {@code entype}, {@code evname}, {@code body} and {@code id} of a
 * scanned event. Reused from event to event and owned by one thread. Members that an event need not
 * have ({@link #others}) are no error: they become part of the row's overflow.
 */
public final class Envelope {
    /** Bytes that entype, evname and id may have, each. */
    public static final int MAX_NAME_BYTES = 256;

    private static final byte[] TS = bytes("ts");
    private static final byte[] ENTYPE = bytes("entype");
    private static final byte[] EVNAME = bytes("evname");
    private static final byte[] BODY = bytes("body");
    private static final byte[] ID = bytes("id");
    private static final List<byte[]> OWN = List.of(TS, ENTYPE, EVNAME, BODY, ID);

    private final InstantText instant = new InstantText();

    /** What the key of each own member was on the tape last. */
    private final @Nullable KnownKey[] known = new @Nullable KnownKey[OWN.size()];

    private int ts;
    private int entype;
    private int evname;
    private int body;
    private int id;
    private int others;
    private long tsMicros;
    private boolean tsExact;
    private RejectCode errorCode = RejectCode.NOT_AN_OBJECT;
    private String errorDetail = "";

    /**
     * Reads the envelope of the document on the tape.
     *
     * @return false if it is no event: see {@link #errorCode} and {@link #errorDetail}
     */
    public boolean read(JsonTape tape) {
        ts = entype = evname = body = id = -1;
        others = 0;
        int root = tape.root();
        if (tape.kind(root) != Kind.OBJECT) {
            return fail(RejectCode.NOT_AN_OBJECT, "an event is a JSON object");
        }
        if (tape.hasShadowed() && hasOwnTwice(tape)) {
            return false;
        }
        for (int key = root + 1; key < tape.next(root); key = tape.next(key)) {
            int value = key + 1;
            switch (member(tape, key)) {
                case 0 -> ts = value;
                case 1 -> entype = value;
                case 2 -> evname = value;
                case 3 -> body = value;
                case 4 -> id = value;
                default -> others++;
            }
        }
        return checkTs(tape)
                && checkName(tape, "entype", entype)
                && checkName(tape, "evname", evname)
                && checkBody(tape)
                && checkId(tape);
    }

    /** Which of {@link #OWN} the key is, or -1. */
    private int member(JsonTape tape, int key) {
        KnownKey sought = tape.knownKey(key);
        for (int i = 0; sought != null && i < known.length; i++) {
            if (known[i] == sought) {
                return i;
            }
        }
        for (int i = 0; i < known.length; i++) {
            if (tape.textEquals(key, OWN.get(i))) {
                known[i] = sought;
                return i;
            }
        }
        return -1;
    }

    /** What an event is must not hang on the order of its members, whatever the policy. */
    private boolean hasOwnTwice(JsonTape tape) {
        int root = tape.root();
        for (int key = root + 1; key < tape.next(root); key = tape.next(key)) {
            if (tape.shadowed(key) && isOwn(tape, key)) {
                byte[] name = tape.text(key);
                int again = tape.next(key);
                while (!tape.textEquals(again, name)) {
                    again = tape.next(again);
                }
                fail(
                        RejectCode.DUPLICATE_KEY,
                        "the event has two members %s, the second at byte %d"
                                .formatted(
                                        new String(name, StandardCharsets.US_ASCII),
                                        tape.start(again) - 1 - tape.start(root)));
                return true;
            }
        }
        return false;
    }

    private boolean checkTs(JsonTape tape) {
        if (ts < 0) {
            return missing("ts", "a time such as 2015-01-01T00:31:32Z");
        }
        Reading reading = Reading.NONE;
        if (tape.kind(ts) == Kind.STRING) {
            reading = instant.read(tape.json(), tape.start(ts), tape.end(ts));
        }
        if (reading == Reading.NONE) {
            return fail(
                    RejectCode.INVALID_FIELD,
                    "ts must be a string by RFC 3339 with a zone, such as 2015-01-01T00:31:32Z or"
                            + " 2015-01-01T01:31:32.5+01:00, of the years 1 to 9999");
        }
        tsMicros = instant.micros();
        tsExact = reading == Reading.EXACT;
        return true;
    }

    private boolean checkName(JsonTape tape, String name, int token) {
        if (token < 0) {
            return missing(name, "a string");
        }
        if (tape.kind(token) != Kind.STRING
                || tape.end(token) == tape.start(token)
                || length(tape, token) > MAX_NAME_BYTES
                || tape.hasNul(token)) {
            return fail(
                    RejectCode.INVALID_FIELD,
                    name + " must be a string of 1 to " + MAX_NAME_BYTES + " bytes without U+0000");
        }
        return true;
    }

    private boolean checkBody(JsonTape tape) {
        if (body < 0) {
            return missing("body", "an object");
        }
        return tape.kind(body) == Kind.OBJECT
                || fail(RejectCode.INVALID_FIELD, "body must be an object");
    }

    private boolean checkId(JsonTape tape) {
        if (id < 0) {
            return true;
        }
        Kind kind = tape.kind(id);
        if (kind == Kind.NULL) {
            id = -1;
            return true;
        }
        boolean scalar = kind == Kind.STRING || kind == Kind.INTEGER;
        int length = length(tape, id);
        return (scalar && length > 0 && length <= MAX_NAME_BYTES && !tape.hasNul(id))
                || fail(
                        RejectCode.INVALID_FIELD,
                        "id, if there is one, must be a string or whole number of 1 to "
                                + MAX_NAME_BYTES
                                + " bytes without U+0000");
    }

    /** Of the text, not of its escapes: some clients send all but ASCII as escapes. */
    private static int length(JsonTape tape, int token) {
        int sent = tape.end(token) - tape.start(token);
        boolean escaped = tape.kind(token) == Kind.STRING && tape.escaped(token);
        return escaped ? tape.text(token).length : sent;
    }

    private boolean missing(String name, String form) {
        return fail(RejectCode.MISSING_FIELD, "the event has no " + name + ": give it " + form);
    }

    private boolean fail(RejectCode code, String detail) {
        errorCode = code;
        errorDetail = detail;
        return false;
    }

    /** Why the last event was refused. */
    public RejectCode errorCode() {
        return errorCode;
    }

    /** A sentence on it, for the sender. */
    public String errorDetail() {
        return errorDetail;
    }

    /** Token of ts. */
    public int ts() {
        return ts;
    }

    /** Token of entype. */
    public int entype() {
        return entype;
    }

    /** Token of evname. */
    public int evname() {
        return evname;
    }

    /** Token of body. */
    public int body() {
        return body;
    }

    /** Token of id, or -1 where the event has none. */
    public int id() {
        return id;
    }

    /** How many further members the event has. */
    public int others() {
        return others;
    }

    /** The event's time in microseconds since 1970. */
    public long tsMicros() {
        return tsMicros;
    }

    /** False if {@link #tsMicros} is only a neighbour of the time that was sent. */
    public boolean tsExact() {
        return tsExact;
    }

    /** True if ts was sent in the spelling of {@link InstantText#write}. */
    public boolean tsCanonical() {
        return instant.canonical();
    }

    /** True if the value of this member's key is what one of the envelope's own members holds. */
    public static boolean isOwn(JsonTape tape, int key) {
        return OWN.stream().anyMatch(own -> tape.textEquals(key, own));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
