package io.sluice.loadtest.measure;

/**
 * The figure that a bench is judged by.
 *
 * @param figure what was measured
 * @param unit {@code x} for a ratio, else say {@code s}
 * @param bound on which side of {@code must} the figure has to be
 * @param must that has to be reached
 * @param aim that we would like to reach
 */
public record Verdict(double figure, String unit, Bound bound, double must, double aim) {
    /** On which side the good figures are. */
    public enum Bound {
        AT_LEAST,
        AT_MOST
    }

    /** A ratio that should be large. */
    public static Verdict atLeast(double ratio, double must, double aim) {
        return new Verdict(ratio, "x", Bound.AT_LEAST, must, aim);
    }

    /** A figure that should be small. */
    public static Verdict atMost(double figure, String unit, double must, double aim) {
        return new Verdict(figure, unit, Bound.AT_MOST, must, aim);
    }

    /** Whether the must is reached. */
    public boolean pass() {
        return reaches(must);
    }

    /** Whether the aim is reached too. */
    public boolean reachesAim() {
        return reaches(aim);
    }

    private boolean reaches(double line) {
        return switch (bound) {
            case AT_LEAST -> figure >= line;
            case AT_MOST -> figure <= line;
        };
    }
}
