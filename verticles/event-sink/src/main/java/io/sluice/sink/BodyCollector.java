package io.sluice.sink;

import io.vertx.core.buffer.Buffer;

import java.util.Arrays;

/**
 * Collects a body up to a limit, taking room for it as it comes. Used by one thread at a time; not
 * thread-safe.
 */
final class BodyCollector {
    /** What became of a piece. */
    enum Result {
        TAKEN,
        TOO_LARGE,
        NO_ROOM,
        SHARE_USED
    }

    /** What a request costs beside its body. */
    static final int OVERHEAD = 1024;

    /** What a refused event costs beside its bytes: its place, and the sentence for its sender. */
    static final int REFUSAL = 192;

    private static final int FIRST_BYTES = 4096;
    private final InFlight room;
    private final Tenant tenant;
    private final int maxBytes;
    private long announced = -1;
    private long reserved;
    private byte[] bytes = {};
    private int length;

    BodyCollector(InFlight room, Tenant tenant, int maxBytes) {
        this.room = room;
        this.tenant = tenant;
        this.maxBytes = maxBytes;
    }

    /** Takes room for a body of an announced length; -1 where none was announced. */
    Result announce(long length) {
        announced = length;
        return reserve(Math.max(length, 0) + OVERHEAD);
    }

    Result add(Buffer piece) {
        Result made = makeRoom(piece.length());
        if (made == Result.TAKEN) {
            piece.getBytes(bytes, length);
            length += piece.length();
        }
        return made;
    }

    Result add(byte[] piece, int count) {
        Result made = makeRoom(count);
        if (made == Result.TAKEN) {
            System.arraycopy(piece, 0, bytes, length, count);
            length += count;
        }
        return made;
    }

    private Result makeRoom(int more) {
        int total = length + more;
        if (total > maxBytes) {
            return Result.TOO_LARGE;
        }
        return total > bytes.length ? grow(total) : Result.TAKEN;
    }

    /**
     * To the announced length at once, for which there is room already; else it doubles, so that a
     * body in small pieces is not copied for each of them.
     */
    private Result grow(int needed) {
        int doubled =
                Math.max(
                        Math.max(needed, FIRST_BYTES), (int) Math.min(bytes.length * 2L, maxBytes));
        int size = announced >= needed ? (int) Math.min(announced, maxBytes) : doubled;
        long missing = size + OVERHEAD - reserved;
        Result made = missing > 0 ? reserve(missing) : Result.TAKEN;
        if (made == Result.TAKEN) {
            bytes = Arrays.copyOf(bytes, size);
        }
        return made;
    }

    private Result reserve(long more) {
        Result made =
                switch (room.reserve(tenant, more, reserved)) {
                    case TAKEN -> Result.TAKEN;
                    case FULL -> Result.NO_ROOM;
                    case SHARE_USED -> Result.SHARE_USED;
                };
        reserved += made == Result.TAKEN ? more : 0;
        return made;
    }

    /** Takes room for what is known of each refused event until all are dead letters. */
    boolean holdRefusals(int refused) {
        long more = (long) refused * REFUSAL;
        if (!room.reserveMore(tenant, more, reserved)) {
            return false;
        }
        reserved += more;
        return true;
    }

    /** Bytes collected so far. */
    int length() {
        return length;
    }

    byte[] body() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Gives the room back; no more than once. */
    void release() {
        room.release(tenant, reserved);
        reserved = 0;
    }
}
