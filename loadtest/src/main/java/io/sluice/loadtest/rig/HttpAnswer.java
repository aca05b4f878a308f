package io.sluice.loadtest.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;

/** Reads as much of an answer as a load client has to know. */
final class HttpAnswer {
    private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private HttpAnswer() {}

    /** Where the answer ends that begins the bytes; -1 if it is not complete. */
    static int end(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
                int end = i + 1 + contentLength(bytes, i);
                return end <= length ? end : -1;
            }
        }
        return -1;
    }

    private static int contentLength(byte[] bytes, int headEnd) {
        for (int i = 0; i < headEnd; i++) {
            if (bytes[i] == '\n' && startsWith(bytes, i + 1)) {
                return number(bytes, i + 1 + LENGTH.length);
            }
        }
        return 0;
    }

    private static boolean startsWith(byte[] bytes, int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            // In ASCII this bit makes letters small, and leaves '-' and ':' as they are.
            if ((bytes[at + i] | 0x20) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        int number = 0;
        for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    /** Fails with the whole answer if it is not 202. */
    static void requireAccepted(byte[] bytes, int end) throws IOException {
        if (bytes[STATUS_AT] != '2' || bytes[STATUS_AT + 1] != '0' || bytes[STATUS_AT + 2] != '2') {
            throw new IOException("the server answers " + new String(bytes, 0, end, US_ASCII));
        }
    }
}
