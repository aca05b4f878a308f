package io.sluice.loadtest.measure;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * How much to measure, and where to tell of it.
 *
 * @param quick fewer and shorter rounds: enough to see whether something broke
 * @param log what a person may like to follow; never standard output
 */
public record Effort(boolean quick, PrintStream log) {
    private static final int MOST_WARM_UPS = 4;
    private static final int QUICK_WARM_UPS = 2;

    /** The number for this effort. */
    public int of(int usual, int ifQuick) {
        return quick ? ifQuick : usual;
    }

    /**
     * Measures both in turn, so that what else the machine does meets both alike.
     *
     * @param warmUps rounds before, whose figures do not count: as many at least, and up to four
     *     times as many (two, if quick) until neither gets faster
     */
    public Comparison compare(
            String name, int warmUps, int rounds, Callable<Round> own, Callable<Round> yardstick)
            throws Exception {
        note("%s: warming up", name);
        WarmUp ownWarmth = new WarmUp();
        WarmUp yardstickWarmth = new WarmUp();
        for (int i = 0; i < of(MOST_WARM_UPS, QUICK_WARM_UPS) * warmUps; i++) {
            boolean ownSettled = ownWarmth.settled(own.call());
            boolean yardstickSettled = yardstickWarmth.settled(yardstick.call());
            if (ownSettled && yardstickSettled && i + 1 >= warmUps) {
                break;
            }
        }
        List<Round> owns = new ArrayList<>();
        List<Round> yardsticks = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            Round here = own.call();
            Round there = yardstick.call();
            owns.add(here);
            yardsticks.add(there);
            note(
                    "%s: round %d of %d: %,.0f events/s (%.1f MB/s), yardstick %,.0f (%.1f MB/s)",
                    name,
                    i,
                    rounds,
                    here.eventsPerSecond(),
                    here.megabytesPerSecond(),
                    there.eventsPerSecond(),
                    there.megabytesPerSecond());
        }
        return new Comparison(Round.median(owns), Round.median(yardsticks));
    }

    /** Tells a person something, and how many seconds have gone. */
    public void note(String format, Object... values) {
        long millis = ManagementFactory.getRuntimeMXBean().getUptime();
        log.printf(Locale.ROOT, "%5d s  ", millis / 1_000);
        log.println(String.format(Locale.ROOT, format, values));
        log.flush();
    }
}
