package io.sluice.loadtest.measure;

/** Tells when rounds have got as fast as they will: code is compiled, files are cached. */
public final class WarmUp {
    /** A round faster than all before by no more than this is not faster, only luckier. */
    private static final double NOISE = 1.05;

    private double best;

    /** Whether this round is no faster than those before it; never of the first. */
    public boolean settled(Round round) {
        double rate = round.eventsPerSecond();
        boolean settled = rate < best * NOISE;
        best = Math.max(best, rate);
        return settled;
    }
}
