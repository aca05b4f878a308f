package io.sluice.loadtest;

import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.Verdict;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Results for a person. */
final class ResultTable {
    private static final String FORMAT = "%-19s %11s %7s %9s %7s %8s %11s %10s %11s %11s  %s";

    private ResultTable() {}

    static String of(List<Result> results) {
        String head =
                String.format(
                        FORMAT,
                        "bench",
                        "events/s",
                        "MB/s",
                        "CPU us/ev",
                        "GC ms",
                        "peak MB",
                        "yardstick/s",
                        "figure",
                        "must",
                        "aim",
                        "");
        return "\n"
                + head.stripTrailing()
                + "\n"
                + results.stream().map(ResultTable::lines).collect(Collectors.joining("\n"));
    }

    private static String lines(Result result) {
        Optional<Round> own = result.own();
        Verdict verdict = result.verdict();
        String sign = verdict.bound() == Verdict.Bound.AT_LEAST ? ">= " : "<= ";
        String line =
                String.format(
                        FORMAT,
                        result.name(),
                        figure(own, "%,.0f", Round::eventsPerSecond),
                        figure(own, "%.1f", Round::megabytesPerSecond),
                        figure(own, "%.3f", Round::cpuMicrosPerEvent),
                        figure(own, "%.0f", round -> round.usage().gcNanos() / 1e6),
                        figure(own, "%,.0f", round -> round.usage().peakBytes() / 1048576.0),
                        figure(result.yardstick(), "%,.0f", Round::eventsPerSecond),
                        number(verdict.figure()) + verdict.unit(),
                        sign + number(verdict.must()) + verdict.unit(),
                        sign + number(verdict.aim()) + verdict.unit(),
                        verdict.pass() ? verdict.reachesAim() ? "aim" : "pass" : "MISSED");
        return result.more().isEmpty() ? line : line + "\n" + more(result.more());
    }

    private static String more(Map<String, Double> figures) {
        return new TreeMap<>(figures)
                .entrySet().stream()
                        .map(it -> it.getKey() + " " + number(it.getValue()))
                        .collect(Collectors.joining(", ", "    ", ""));
    }

    private static String figure(
            Optional<Round> round, String format, Function<Round, Double> figure) {
        return round.map(it -> String.format(Locale.ROOT, format, figure.apply(it))).orElse("-");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%,.3f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
