package io.sluice.app.load;

import io.sluice.events.JsonTape;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts the content of one file into requests of whole events. Where it cuts depends only on the
 * content and on the ranges known before: so the same file gives the same requests again, and one
 * that grew goes on where it ended. Owned by one thread.
 */
public final class Cutter {
    /**
     * Bytes of content in one request, but for a longer single event. Part of a range's identity:
     * with another value, runs begun before would send what is there already.
     */
    public static final int RANGE_BYTES = 256 * 1024;

    /** Events in one request: what the door takes. As with the bytes, part of the identity. */
    static final int RANGE_EVENTS = 50_000;

    private final Window window;
    private final KnownRanges known;
    private final EnvelopeMap map;
    private final ContentHash hash;
    private final Framing framing;
    private final boolean asItIs;
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(RANGE_BYTES * 2);
    private Framing.Found ahead;
    private long start;
    private long hashed;

    /**
     * A cutter of this content.
     *
     * @param reading see {@link ContentHash}
     */
    public Cutter(InputStream content, String reading, EnvelopeMap map, KnownRanges known)
            throws IOException {
        this.window = new Window(content);
        this.known = known;
        this.map = map;
        this.hash = new ContentHash(reading);
        this.framing = Framings.of(window);
        this.asItIs = framing instanceof LineFraming && map.isIdentity();
        this.ahead = framing.next(window, 0);
    }

    /** The next piece; empty at the end. */
    public Optional<Piece> next() throws IOException {
        body.reset();
        int events = 0;
        long end = start;
        boolean maybeKnown = known.beginAt(start);
        while (!ahead.none()
                && (events == 0 || ahead.next() - start <= RANGE_BYTES)
                && events < RANGE_EVENTS) {
            boolean ownDocument = breaksLines(ahead);
            if (ownDocument && events > 0) {
                break;
            }
            add(ahead, ownDocument);
            events++;
            Framing.Found event = ahead;
            end = event.next();
            ahead = framing.next(window, end);
            // A file that ended without a line break may have grown by one.
            if (maybeKnown && isKnown(event.to())) {
                return Optional.of(new Piece.Known(finish(event.to()), events));
            }
            if (maybeKnown && isKnown(end)) {
                return Optional.of(new Piece.Known(finish(end), events));
            }
            if (ownDocument) {
                return Optional.of(request(end, events, true));
            }
        }
        return events == 0 ? Optional.empty() : Optional.of(request(end, events, false));
    }

    private Piece.Request request(long end, int events, boolean document) {
        byte[] bytes = body(end);
        return new Piece.Request(finish(end), events, bytes, document);
    }

    private boolean isKnown(long end) {
        return known.maybe(start, end) && known.contains(tag(end));
    }

    /** Bytes of content read so far. */
    public long position() {
        return window.end();
    }

    /**
     * Whether the event cannot stand on one line. In JSON a line break is white space between
     * tokens, to be replaced by a space; what is no JSON has to stay as it is, in a request of its
     * own.
     */
    private boolean breaksLines(Framing.Found found) throws IOException {
        if (framing instanceof LineFraming) {
            return false;
        }
        if (window.find((byte) '\n', found.from(), found.to()) == found.to()) {
            return false;
        }
        return !tape.scan(window.array(), window.index(found.from()), window.index(found.to()));
    }

    private void add(Framing.Found found, boolean ownDocument) {
        byte[] bytes = window.array();
        int from = window.index(found.from());
        int to = window.index(found.to());
        if (ownDocument) {
            body.write(bytes, from, to - from);
        } else if (!asItIs) {
            map.write(bytes, from, to, body);
            body.write('\n');
        }
    }

    /** Lines that need no mapping are sent as they stand, the blank ones too. */
    private byte[] body(long end) {
        if (asItIs && body.size() == 0) {
            return Arrays.copyOfRange(window.array(), window.index(start), window.index(end));
        }
        return body.toByteArray();
    }

    private RangeTag tag(long end) {
        hash.add(window.array(), window.index(hashed), window.index(end));
        hashed = end;
        return new RangeTag(hash.hex(), start, end);
    }

    private RangeTag finish(long end) {
        RangeTag tag = tag(end);
        window.drop(end);
        start = end;
        return tag;
    }
}
