package io.sluice.loadtest.measure;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What was measured beside its yardstick, each the median round of one run.
 *
 * @param own of Sluice
 * @param yardstick of what it is compared with
 */
public record Comparison(Round own, Round yardstick) {
    /** Judged by events a second. */
    public Result byEvents(String name, double must, double aim) {
        double ratio = own.eventsPerSecond() / yardstick.eventsPerSecond();
        return result(name, Verdict.atLeast(ratio, must, aim), Map.of());
    }

    /** Judged by bytes a second, where events differ in size. */
    public Result byBytes(String name, double must, double aim) {
        double ratio = own.megabytesPerSecond() / yardstick.megabytesPerSecond();
        return result(
                name,
                Verdict.atLeast(ratio, must, aim),
                Map.of("yardstick_mb_per_s", yardstick.megabytesPerSecond()));
    }

    /** A figure that is told and not judged: the better of two rounds, events a second. */
    public static Map<String, Double> beside(String name, Callable<Round> round) throws Exception {
        double first = round.call().eventsPerSecond();
        return Map.of(name, Math.max(first, round.call().eventsPerSecond()));
    }

    private Result result(String name, Verdict verdict, Map<String, Double> more) {
        Result result = new Result(name, Optional.of(own), Optional.of(yardstick), verdict, more);
        return yardstick.usage().cpuNanos() == 0
                ? result
                : result.with(Map.of("yardstick_cpu_us_per_event", yardstick.cpuMicrosPerEvent()));
    }
}
