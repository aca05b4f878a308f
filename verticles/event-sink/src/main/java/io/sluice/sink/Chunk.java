package io.sluice.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Events of one app on their way into one record, one a line. Used on one event loop only. */
final class Chunk {
    private static final byte[] NONE = {};

    private final long receivedMicros;
    private final List<Pending> requests = new ArrayList<>();
    private byte[] bytes;
    private int length;
    private int count;
    private long timer = -1;

    /**
     * @param receivedMicros when the first event came, microseconds since 1970
     * @param room of any length, for nobody else as long as this chunk is there
     */
    Chunk(long receivedMicros, byte[] room) {
        this.receivedMicros = receivedMicros;
        this.bytes = room;
    }

    /** Takes a run of events, from the first to before the next ({@link CheckedBody#runEnd}). */
    void append(CheckedBody body, int first, int next) {
        int start = body.start(first);
        int end = body.end(next - 1);
        int needed = length + end - start + 1;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * needed);
        }
        if (count > 0) {
            bytes[length++] = '\n';
        }
        if (body.lines()) {
            System.arraycopy(body.body(), start, bytes, length, end - start);
        } else {
            Bytes.copyAsLine(body.body(), start, end, bytes, length);
        }
        length += end - start;
        count += next - first;
    }

    /** Notes that the request waits for this chunk. */
    void join(Pending request) {
        if (requests.isEmpty() || requests.getLast() != request) {
            requests.add(request);
            request.await();
        }
    }

    /** The events, in bytes that are theirs alone. */
    byte[] value() {
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Gives up the room that the events were put together in, so that what waits for Kafka holds no
     * more than its value; nothing can be added or asked for after that.
     */
    byte[] giveUpRoom() {
        byte[] room = bytes;
        bytes = NONE;
        return room;
    }

    int length() {
        return length;
    }

    int count() {
        return count;
    }

    long receivedMicros() {
        return receivedMicros;
    }

    List<Pending> requests() {
        return requests;
    }

    long timer() {
        return timer;
    }

    void setTimer(long id) {
        timer = id;
    }
}
