package io.sluice.sink;

import java.util.List;

/**
 * What a body holds.
 *
 * @param body its bytes
 * @param ranges start and end of each accepted event, in turn; the first {@code 2 * accepted} count
 * @param lines whether the body has one event a line, so that no event holds a newline
 * @param accepted how many were accepted
 * @param acceptedBytes their bytes together, a newline between them included
 * @param refused those that were not, in the order of the body
 */
record CheckedBody(
        byte[] body,
        int[] ranges,
        boolean lines,
        int accepted,
        long acceptedBytes,
        List<Refusal> refused) {
    int start(int event) {
        return ranges[2 * event];
    }

    int end(int event) {
        return ranges[2 * event + 1];
    }

    /**
     * The event after a run: events that stand in the body as they do in a chunk, one a line with
     * nothing between them, so that they can be copied at once.
     *
     * @param first the run's first event, which may be longer than the limit
     * @param maxBytes of the run
     */
    int runEnd(int first, int maxBytes) {
        int next = first + 1;
        while (lines
                && next < accepted
                && start(next) == end(next - 1) + 1
                && end(next) - start(first) <= maxBytes) {
            next++;
        }
        return next;
    }
}
