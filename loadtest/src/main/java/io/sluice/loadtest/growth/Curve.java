package io.sluice.loadtest.growth;

import io.sluice.loadtest.measure.Round;

import java.util.List;

/**
 * A rate against something that grows.
 *
 * @param name of the file's column and the picture's panel, such as {@code tables}
 * @param title what grows, and what was measured
 * @param points in order of what grows
 */
record Curve(String name, String title, List<Point> points) {
    Curve {
        points = List.copyOf(points);
    }

    /**
     * One measurement.
     *
     * @param label what there is of it, as text
     * @param round the median round
     */
    record Point(double x, String label, Round round) {}
}
