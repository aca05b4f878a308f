package io.sluice.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.faults.Counts.Count;
import io.sluice.faults.load.Comparison;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * How a run came out.
 *
 * @param events accepted by the doors
 * @param unsure sent without a sure answer
 * @param answers of the doors, in words
 * @param problems all that must not be, in words; empty if the run is good
 */
record Report(
        long seed,
        double seconds,
        long events,
        long unsure,
        String answers,
        int kills,
        int restarts,
        List<Count> faults,
        Comparison.Outcome rows,
        List<String> problems) {

    Report {
        faults = List.copyOf(faults);
        problems = List.copyOf(problems);
    }

    /** Nothing lost, doubled or wrong, and nothing else that must not be. */
    boolean good() {
        return problems.isEmpty() && rows.clean();
    }

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%-34s %6s %7s%n", "fault", "fired", "missed");
        for (Count count : faults) {
            out.printf(
                    Locale.ROOT,
                    "%-34s %6d %7d  %s%n",
                    count.name(),
                    count.fired(),
                    count.missed(),
                    count.fired() == 0 ? count.note() : "");
        }
        out.printf(
                Locale.ROOT,
                "%nseed %d, %.0f s: %,d events accepted, %,d unsure; answers: %s%n",
                seed,
                seconds,
                events,
                unsure,
                answers);
        out.printf(
                Locale.ROOT,
                "faults %d, kills %d, processes started again %d%n",
                faults.stream().mapToInt(Count::fired).sum(),
                kills,
                restarts);
        rows.examples().forEach(out::println);
        problems.forEach(it -> out.println("PROBLEM: " + it));
        out.printf(
                Locale.ROOT,
                "rows %,d: lost %d, doubled %d, wrong %d: %s%n",
                rows.rows(),
                rows.lost(),
                rows.doubled(),
                rows.wrong(),
                good() ? "good" : "NOT GOOD; run it again with --seed " + seed);
    }

    String toJson() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("seed", seed);
        root.put("seconds", seconds);
        root.put("good", good());
        root.put("events", events);
        root.put("unsure", unsure);
        root.put("kills", kills);
        root.put("restarts", restarts);
        root.put("rows", rows.rows());
        root.put("lost", rows.lost());
        root.put("doubled", rows.doubled());
        root.put("wrong", rows.wrong());
        ArrayNode list = root.putArray("faults");
        for (Count count : faults) {
            ObjectNode fault = list.addObject();
            fault.put("name", count.name());
            fault.put("fired", count.fired());
            fault.put("missed", count.missed());
        }
        problems.forEach(root.putArray("problems")::add);
        rows.examples().forEach(root.putArray("examples")::add);
        return root.toString();
    }
}
