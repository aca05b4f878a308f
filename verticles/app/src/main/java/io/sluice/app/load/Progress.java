package io.sluice.app.load;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a run does and shows it on one line: overwritten on a terminal, else a line now and
 * then. Thread-safe.
 */
public final class Progress {
    private static final long TERMINAL_EVERY_NANOS = 200_000_000L;
    private static final long LINE_EVERY_NANOS = 10_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final LongAdder read = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder before = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder tooLarge = new LongAdder();
    private volatile long firstByte;
    private long shown;
    private long loadedBefore;
    private long loaded;
    private String waiting = "";

    /** Shows on this stream. */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.shown = System.nanoTime();
    }

    void read(int events, long length) {
        if (firstByte == 0) {
            firstByte = System.nanoTime();
        }
        read.add(events);
        bytes.add(length);
    }

    void known(int events, long length) {
        read.add(events);
        bytes.add(length);
        before.add(events);
    }

    void taken(int taken, int notTaken) {
        accepted.add(taken);
        refused.add(notTaken);
    }

    void tooLarge(Piece.Request request) {
        tooLarge.add(request.events());
        out.printf(
                "%ssluice: %d event(s) at bytes %d to %d are larger than the door takes: counted as"
                        + " dead%n",
                terminal ? "\r\u001b[K" : "",
                request.events(),
                request.tag().start(),
                request.tag().end());
    }

    long tooLarge() {
        return tooLarge.sum();
    }

    /** Seconds since the first byte was sent; 0 where none was. */
    public double seconds() {
        return firstByte == 0 ? 0 : (System.nanoTime() - firstByte) / 1e9;
    }

    /** Notes what the warehouse has before anything is sent. */
    synchronized void begin(Stages stages) {
        loadedBefore = stages.rowsLoaded();
    }

    /** Shows how far the warehouse is. */
    synchronized void show(Stages stages) {
        loaded = stages.rowsLoaded() - loadedBefore;
        waiting = stages.settled() ? "" : "  waits for " + stages.waitsFor();
        show();
    }

    private void show() {
        long now = System.nanoTime();
        if (now - shown < (terminal ? TERMINAL_EVERY_NANOS : LINE_EVERY_NANOS)) {
            return;
        }
        shown = now;
        double seconds = seconds();
        // What earlier runs left on the way is loaded too: then more is loaded than was accepted.
        long lag = Math.max(0, accepted.sum() - loaded);
        String line =
                String.format(
                        Locale.ROOT,
                        "read %,d (%,d MB)  accepted %,d%s%s  loaded %,d  %,.0f/s  lag %,d%s",
                        read.sum(),
                        bytes.sum() / 1_000_000,
                        accepted.sum(),
                        some("refused", refused.sum()),
                        some("there before", before.sum()),
                        loaded,
                        seconds == 0 ? 0 : loaded / seconds,
                        lag,
                        waiting);
        out.print(terminal ? "\r\u001b[K" + line : line + System.lineSeparator());
        out.flush();
    }

    private static String some(String what, long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, "  %s %,d", what, count);
    }

    /** Clears the line. */
    public synchronized void done() {
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
