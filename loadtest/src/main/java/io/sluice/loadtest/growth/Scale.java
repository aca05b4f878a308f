package io.sluice.loadtest.growth;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** A logarithmic scale from values above 0 to places in a picture. */
record Scale(double lowest, double highest, double from, double to) {
    /** From the smallest to the largest of the values. */
    static Scale over(double[] values, double from, double to) {
        return new Scale(
                Arrays.stream(values).min().orElse(1),
                Arrays.stream(values).max().orElse(10),
                from,
                to);
    }

    /** From the power of ten below all values to the one above. */
    static Scale decades(double[] values, double from, double to) {
        Scale tight = over(values, from, to);
        double low = Math.pow(10, Math.floor(Math.log10(tight.lowest)));
        double high = Math.pow(10, Math.ceil(Math.log10(tight.highest)));
        return new Scale(low, high > low ? high : low * 10, from, to);
    }

    double at(double value) {
        double span = Math.log(highest / lowest);
        return span == 0 ? (from + to) / 2 : from + (to - from) * Math.log(value / lowest) / span;
    }

    /** The powers of ten in it. */
    double[] ticks() {
        return DoubleStream.iterate(lowest, tick -> tick <= highest * 1.001, tick -> tick * 10)
                .toArray();
    }
}
