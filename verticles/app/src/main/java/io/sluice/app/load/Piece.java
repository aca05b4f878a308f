package io.sluice.app.load;

/** What a file is cut into. */
public sealed interface Piece {
    RangeTag tag();

    /** Events in it. */
    int events();

    /** A range that the door has already. */
    record Known(RangeTag tag, int events) implements Piece {}

    /**
     * A request to send.
     *
     * @param body one event a line, or a single document
     * @param document whether the body is one document, line breaks and all
     */
    record Request(RangeTag tag, int events, byte[] body, boolean document) implements Piece {}
}
