package io.sluice.console.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** A number that only grows, as it was read over the last minutes. One thread. */
final class Series {
    private final long keepMillis;
    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(long atMillis, long value) {}

    /**
     * @param keepMillis the longest window that is asked for
     */
    Series(long keepMillis) {
        this.keepMillis = keepMillis;
    }

    /** Notes a reading; a smaller one than before is another counter, and begins anew. */
    void add(long atMillis, long value) {
        if (!points.isEmpty() && value < points.getLast().value()) {
            points.clear();
        }
        points.add(new Point(atMillis, value));
        // One older point is kept: a window needs a beginning.
        while (points.size() > 2 && points.getFirst().atMillis() < atMillis - keepMillis) {
            points.removeFirst();
        }
    }

    /** Growth per second over about this window; empty before there are two readings. */
    OptionalDouble perSecond(long windowMillis) {
        if (points.size() < 2) {
            return OptionalDouble.empty();
        }
        Point last = points.getLast();
        Point first = points.getFirst();
        for (Point it : points) {
            if (it.atMillis() <= last.atMillis() - windowMillis) {
                first = it;
            }
        }
        long took = Math.max(1, last.atMillis() - first.atMillis());
        return OptionalDouble.of((last.value() - first.value()) * 1000.0 / took);
    }
}
