package io.sluice.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects what is wrong in the settings, so that all of it is reported at once. Not thread-safe:
 * settings are read on one thread before anything starts.
 */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(Problem problem) {
        found.add(problem);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** What was found so far, in the order of finding. */
    public List<Problem> list() {
        return List.copyOf(found);
    }

    /**
     * Returns normally if nothing is wrong.
     *
     * @throws SettingsException with all problems in its message, one a line
     */
    public void orThrow() {
        if (!found.isEmpty()) {
            throw new SettingsException(list());
        }
    }

    static String report(List<Problem> problems) {
        String head = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining("\n", head + " in the settings:\n", ""));
    }
}
