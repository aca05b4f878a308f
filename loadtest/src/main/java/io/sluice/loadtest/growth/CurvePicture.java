package io.sluice.loadtest.growth;

import io.sluice.loadtest.measure.Round;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The curves as a picture: a panel each, both axes logarithmic, so that a constant cost is a flat
 * line and a proportional one has a slope of one. Left in blue events/s, right in orange MB/s.
 */
final class CurvePicture {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 300;
    private static final int COLUMNS = 2;
    private static final int LEFT = 64;
    private static final int RIGHT = 56;
    private static final int TOP = 40;
    private static final int BOTTOM = 44;
    private static final String BLUE = "#1f5fa8";
    private static final String ORANGE = "#c2600a";

    private final StringBuilder svg = new StringBuilder();

    private CurvePicture() {}

    static void write(Path file, List<Curve> curves) throws IOException {
        CurvePicture picture = new CurvePicture();
        int rows = (curves.size() + COLUMNS - 1) / COLUMNS;
        picture.add(
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'"
                        + " font-family='sans-serif' font-size='11'>",
                COLUMNS * WIDTH, rows * HEIGHT);
        picture.add("<rect width='100%%' height='100%%' fill='white'/>");
        for (int i = 0; i < curves.size(); i++) {
            picture.panel(curves.get(i), (i % COLUMNS) * WIDTH, (i / COLUMNS) * HEIGHT);
        }
        picture.add("</svg>");
        Files.writeString(file, picture.svg);
    }

    private void panel(Curve curve, int x, int y) {
        add("<g transform='translate(%d,%d)'>", x, y);
        add("<text x='%d' y='18' font-size='13'>%s</text>", LEFT, curve.title());
        add("<text x='8' y='32' fill='%s'>events/s</text>", BLUE);
        add("<text x='%d' y='32' fill='%s'>MB/s</text>", WIDTH - RIGHT + 6, ORANGE);
        add(
                "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#999'/>",
                LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
        Scale across =
                Scale.over(
                        curve.points().stream().mapToDouble(Curve.Point::x).toArray(),
                        LEFT + 14,
                        WIDTH - RIGHT - 14);
        for (Curve.Point point : curve.points()) {
            add(
                    "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>",
                    across.at(point.x()), HEIGHT - BOTTOM + 16, point.label());
        }
        line(curve, across, Round::eventsPerSecond, BLUE, LEFT - 6, "end");
        line(curve, across, Round::megabytesPerSecond, ORANGE, WIDTH - RIGHT + 6, "start");
        add("</g>");
    }

    private void line(
            Curve curve,
            Scale across,
            ToDoubleFunction<Round> value,
            String colour,
            int labelAt,
            String anchor) {
        double[] values =
                curve.points().stream()
                        .mapToDouble(point -> value.applyAsDouble(point.round()))
                        .toArray();
        Scale up = Scale.decades(values, HEIGHT - BOTTOM, TOP);
        for (double tick : up.ticks()) {
            add(
                    "<text x='%d' y='%.1f' text-anchor='%s' fill='%s'>%s</text>",
                    labelAt, up.at(tick) + 4, anchor, colour, brief(tick));
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double x = across.at(curve.points().get(i).x());
            double y = up.at(values[i]);
            path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", x, y));
            add("<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", x, y, colour);
        }
        add("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>", path, colour);
    }

    private static String brief(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.0fM", value / 1e6);
        }
        return value >= 1e3
                ? String.format(Locale.ROOT, "%.0fk", value / 1e3)
                : String.format(Locale.ROOT, "%.0f", value);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
