package io.sluice.loadtest.measure;

/** Measures what a process takes. One thread. */
public interface Meter {
    /** Begins; what was before does not count. */
    void begin();

    /** What was taken since {@link #begin}. */
    Usage end();
}
