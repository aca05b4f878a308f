package io.sluice.loadtest.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a bench found.
 *
 * @param own the median round of what is measured, where it has a rate
 * @param yardstick the median round of what it is compared with, of the same run
 * @param verdict the figure that counts
 * @param more figures beside, by the names that JSON gives them
 */
public record Result(
        String name,
        Optional<Round> own,
        Optional<Round> yardstick,
        Verdict verdict,
        Map<String, Double> more) {
    public Result {
        more = Map.copyOf(more);
    }

    /** The same with these figures beside. */
    public Result with(Map<String, Double> figures) {
        Map<String, Double> all = new TreeMap<>(more);
        all.putAll(figures);
        return new Result(name, own, yardstick, verdict, all);
    }

    /** All results as one line of JSON. */
    public static String toJson(List<Result> results) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode benches = root.putArray("benches");
        results.forEach(result -> result.write(benches.addObject()));
        return root.toString();
    }

    private void write(ObjectNode bench) {
        bench.put("name", name);
        own.ifPresent(
                round -> {
                    bench.put("events_per_s", Math.round(round.eventsPerSecond()));
                    bench.put("mb_per_s", rounded(round.megabytesPerSecond(), 10));
                    bench.put("cpu_us_per_event", rounded(round.cpuMicrosPerEvent(), 1000));
                    bench.put("gc_ms", rounded(round.usage().gcNanos() / 1e6, 10));
                    bench.put(
                            "peak_memory_mb",
                            Math.round(round.usage().peakBytes() / 1024.0 / 1024.0));
                });
        yardstick.ifPresent(
                round -> bench.put("yardstick_per_s", Math.round(round.eventsPerSecond())));
        bench.put("ratio", rounded(verdict.figure(), 1000));
        bench.put("unit", verdict.unit());
        bench.put("bound", verdict.bound().name().toLowerCase(Locale.ROOT));
        bench.put("must", verdict.must());
        bench.put("aim", verdict.aim());
        bench.put("pass", verdict.pass());
        new TreeMap<>(more).forEach((key, value) -> bench.put(key, rounded(value, 1000)));
    }

    private static double rounded(double value, int parts) {
        return Math.round(value * parts) / (double) parts;
    }
}
