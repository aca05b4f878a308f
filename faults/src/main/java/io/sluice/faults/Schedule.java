package io.sluice.faults;

import io.sluice.faults.fault.Fault;
import io.sluice.faults.fault.Fault.Track;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What is to happen when: a pure function of seed, length and faults.
 *
 * @param planned in the order of time
 */
record Schedule(List<Planned> planned) {
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final long SHORTEST_PAUSE_MS = 7_000;
    private static final long LONGEST_PAUSE_MS = 13_000;

    /** Nothing happens beside a fault that has to be alone, this long before and after it. */
    private static final Duration CALM = Duration.ofSeconds(6);

    Schedule {
        planned = List.copyOf(planned);
    }

    /**
     * One fault at one time.
     *
     * @param at since the begin of the run
     * @param seed for all that the fault itself chooses
     */
    record Planned(Duration at, Fault fault, String target, long seed) {
        Duration end() {
            return at.plus(fault.takes());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%7.1f s  %s on %s", at.toMillis() / 1000.0, fault.name(), target);
        }
    }

    /** The schedule of a seed. */
    static Schedule of(long seed, Duration length, List<Fault> faults) {
        Random random = new Random(seed);
        List<Planned> all = inTurn(random, length, faults);
        all.addAll(beside(random, length, faults, List.copyOf(all)));
        all.sort(Comparator.comparing(Planned::at));
        return new Schedule(all);
    }

    /** Each once in a random order, and again in another, as long as there is time. */
    private static List<Planned> inTurn(Random random, Duration length, List<Fault> faults) {
        List<Planned> planned = new ArrayList<>();
        List<Fault> deck = new ArrayList<>();
        Duration at = WARM_UP;
        while (faults.stream().anyMatch(it -> it.track() != Track.BESIDE)) {
            if (deck.isEmpty()) {
                faults.stream().filter(it -> it.track() != Track.BESIDE).forEach(deck::add);
                Collections.shuffle(deck, random);
            }
            Fault fault = deck.removeLast();
            Duration calm = fault.track() == Track.ALONE ? CALM : Duration.ZERO;
            Planned next = planned(random, at.plus(calm), fault);
            if (next.end().compareTo(length) > 0) {
                break;
            }
            planned.add(next);
            at = next.end().plus(calm).plusMillis(500 + random.nextInt(1_500));
        }
        return planned;
    }

    private static List<Planned> beside(
            Random random, Duration length, List<Fault> faults, List<Planned> inTurn) {
        List<Fault> deck = faults.stream().filter(it -> it.track() == Track.BESIDE).toList();
        List<Planned> planned = new ArrayList<>();
        Duration at = WARM_UP;
        while (!deck.isEmpty() && at.compareTo(length) < 0) {
            at = at.plusMillis(random.nextLong(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS));
            Planned next = planned(random, at, deck.get(random.nextInt(deck.size())));
            if (at.compareTo(length) < 0 && inTurn.stream().noneMatch(it -> disturbs(next, it))) {
                planned.add(next);
            }
        }
        return planned;
    }

    private static boolean disturbs(Planned next, Planned other) {
        return other.fault().track() == Track.ALONE
                && next.at().compareTo(other.at().minus(CALM)) > 0
                && next.at().compareTo(other.end().plus(CALM)) < 0;
    }

    private static Planned planned(Random random, Duration at, Fault fault) {
        String target = fault.targets().get(random.nextInt(fault.targets().size()));
        return new Planned(at, fault, target, random.nextLong());
    }
}
