package io.sluice.faults;

import io.sluice.faults.fault.Fault;
import io.sluice.faults.fault.Fired;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each fault happened. Thread-safe. */
final class Counts {
    private final Map<String, Count> counts = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();

    /**
     * Of one fault.
     *
     * @param note why it was missed or is impossible, the last time
     */
    record Count(String name, String says, int fired, int missed, String note) {
        Count fire() {
            return new Count(name, says, fired + 1, missed, note);
        }

        Count miss(String why) {
            return new Count(name, says, fired, missed + 1, why);
        }
    }

    Counts(List<Fault> faults) {
        faults.forEach(it -> counts.put(it.name(), new Count(it.name(), it.says(), 0, 0, "")));
    }

    synchronized void note(Fault fault, Fired fired) {
        counts.compute(
                fault.name(),
                (name, before) -> {
                    Count count = before == null ? new Count(name, fault.says(), 0, 0, "") : before;
                    return switch (fired) {
                        case Fired.Done done -> count.fire();
                        case Fired.Missed missed -> count.miss(missed.why());
                        case Fired.Impossible impossible -> count.miss(impossible.why());
                        case Fired.Broke broke -> {
                            broken.add(name + ": " + broke.what());
                            yield count.fire();
                        }
                    };
                });
    }

    synchronized List<Count> all() {
        return List.copyOf(counts.values());
    }

    /** What faults showed that must not be. */
    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    synchronized int fired() {
        return counts.values().stream().mapToInt(Count::fired).sum();
    }

    /** Processes killed with SIGKILL by faults. */
    synchronized int kills() {
        return counts.values().stream()
                .filter(it -> it.name().startsWith("kill-"))
                .mapToInt(Count::fired)
                .sum();
    }
}
