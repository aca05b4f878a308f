package io.sluice.loadtest.growth;

import io.sluice.loadtest.measure.Round;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The curves as CSV. */
final class CurveFile {
    private CurveFile() {}

    static void write(Path file, List<Curve> curves) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("curve,x,events_per_s,mb_per_s,cpu_us_per_event,gc_ms,peak_memory_mb");
        for (Curve curve : curves) {
            for (Curve.Point point : curve.points()) {
                Round round = point.round();
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "%s,%s,%.0f,%.2f,%.3f,%.0f,%d",
                                curve.name(),
                                point.label(),
                                round.eventsPerSecond(),
                                round.megabytesPerSecond(),
                                round.cpuMicrosPerEvent(),
                                round.usage().gcNanos() / 1e6,
                                round.usage().peakBytes() >> 20));
            }
        }
        Files.write(file, lines);
    }
}
