package io.sluice.sink;

import java.util.List;

/**
 * What a body holds.
 *
 * @param body its bytes
 * @param ranges start and end of each accepted event, in turn; the first {@code 2 * accepted} count
 * @param accepted how many were accepted
 * @param acceptedBytes their bytes together, a newline between them included
 * @param refused those that were not, in the order of the body
 */
record CheckedBody(
        byte[] body, int[] ranges, int accepted, long acceptedBytes, List<Refusal> refused) {
    int start(int event) {
        return ranges[2 * event];
    }

    int end(int event) {
        return ranges[2 * event + 1];
    }
}
