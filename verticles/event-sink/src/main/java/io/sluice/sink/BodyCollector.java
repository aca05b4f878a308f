package io.sluice.sink;

import io.vertx.core.buffer.Buffer;

import java.util.Arrays;

/** Collects a body up to a limit, taking room for it as it comes. Used on one event loop only. */
final class BodyCollector {
    /** What became of a piece. */
    enum Result {
        TAKEN,
        TOO_LARGE,
        NO_ROOM
    }

    /** What a request costs beside its body. */
    static final int OVERHEAD = 1024;

    /** What a refused event costs beside its bytes: its place, and the sentence for its sender. */
    static final int REFUSAL = 192;

    private static final int FIRST_BYTES = 4096;
    private final InFlight room;
    private final int maxBytes;
    private long announced = -1;
    private long reserved;
    private byte[] bytes = {};
    private int length;

    BodyCollector(InFlight room, int maxBytes) {
        this.room = room;
        this.maxBytes = maxBytes;
    }

    /** Takes room for a body of an announced length; -1 where none was announced. */
    boolean announce(long length) {
        announced = length;
        return reserve(Math.max(length, 0) + OVERHEAD);
    }

    Result add(Buffer piece) {
        int total = length + piece.length();
        if (total > maxBytes) {
            return Result.TOO_LARGE;
        }
        if (total > bytes.length && !grow(total)) {
            return Result.NO_ROOM;
        }
        piece.getBytes(bytes, length);
        length = total;
        return Result.TAKEN;
    }

    /**
     * To the announced length at once, for which there is room already; else it doubles, so that a
     * body in small pieces is not copied for each of them.
     */
    private boolean grow(int needed) {
        int doubled = Math.max(Math.max(needed, FIRST_BYTES), Math.min(bytes.length * 2, maxBytes));
        int size = announced >= needed ? (int) Math.min(announced, maxBytes) : doubled;
        long missing = size + OVERHEAD - reserved;
        if (missing > 0 && !reserve(missing)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private boolean reserve(long more) {
        if (!room.reserve(more)) {
            return false;
        }
        reserved += more;
        return true;
    }

    /** Takes room for what is known of each refused event until all are dead letters. */
    boolean holdRefusals(int refused) {
        long more = (long) refused * REFUSAL;
        if (!room.reserveMore(more, reserved)) {
            return false;
        }
        reserved += more;
        return true;
    }

    byte[] body() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Gives the room back; no more than once. */
    void release() {
        room.release(reserved);
        reserved = 0;
    }
}
