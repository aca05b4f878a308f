package io.sluice.loadtest;

import java.io.PrintStream;
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
record Effort(boolean quick, PrintStream log) {
    /** The number for this effort. */
    int of(int usual, int ifQuick) {
        return quick ? ifQuick : usual;
    }

    /**
     * Measures both in turn, so that what else the machine does meets both alike.
     *
     * @param warmUps rounds before, whose figures do not count
     */
    Result compare(
            String name,
            int warmUps,
            int rounds,
            double must,
            double aim,
            Callable<Round> own,
            Callable<Round> yardstick)
            throws Exception {
        note("%s: warming up", name);
        for (int i = 0; i < warmUps; i++) {
            own.call();
            yardstick.call();
        }
        List<Round> owns = new ArrayList<>();
        List<Round> yardsticks = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            Round here = own.call();
            Round there = yardstick.call();
            owns.add(here);
            yardsticks.add(there);
            note(
                    "%s: round %d of %d: %,.0f events/s, yardstick %,.0f, ratio %.2f",
                    name,
                    i,
                    rounds,
                    here.eventsPerSecond(),
                    there.eventsPerSecond(),
                    here.eventsPerSecond() / there.eventsPerSecond());
        }
        return new Result(name, Round.median(owns), Round.median(yardsticks), must, aim);
    }

    /** Tells how a rate stands to one that was asked for in figures, on whatever machine. */
    void target(String name, double rate, double asked) {
        note(
                "%s: %,.0f events/s, asked for on 2 cores of its own: %,.0f (%s)",
                name, rate, asked, rate >= asked ? "met" : "not met here");
    }

    void note(String format, Object... values) {
        log.println(String.format(Locale.ROOT, format, values));
        log.flush();
    }
}
