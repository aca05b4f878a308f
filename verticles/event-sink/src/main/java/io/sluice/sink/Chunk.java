package io.sluice.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Events of one app on their way into one record, one a line. Used on one event loop only. */
final class Chunk {
    private final long receivedMicros;
    private final List<Pending> requests = new ArrayList<>();
    private byte[] bytes;
    private int length;
    private int count;
    private long timer = -1;

    /**
     * @param receivedMicros when the first event came, microseconds since 1970
     * @param firstBytes how much will surely come
     */
    Chunk(long receivedMicros, int firstBytes) {
        this.receivedMicros = receivedMicros;
        this.bytes = new byte[firstBytes];
    }

    void append(byte[] body, int start, int end) {
        int needed = length + end - start + 1;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        if (count > 0) {
            bytes[length++] = '\n';
        }
        Bytes.copyAsLine(body, start, end, bytes, length);
        length += end - start;
        count++;
    }

    /** Notes that the request waits for this chunk. */
    void join(Pending request) {
        if (requests.isEmpty() || requests.getLast() != request) {
            requests.add(request);
            request.await();
        }
    }

    byte[] value() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
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
