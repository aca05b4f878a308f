package io.sluice.runtime;

import java.util.List;

/** The settings cannot be used. Carries every problem found, not only the first; exit code 2. */
public final class SettingsException extends RuntimeException {
    private final transient List<Problem> problems;

    SettingsException(List<Problem> problems) {
        super(Problems.report(problems));
        this.problems = problems;
    }

    public List<Problem> problems() {
        return problems;
    }
}
