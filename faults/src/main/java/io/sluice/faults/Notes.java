package io.sluice.faults;

import java.io.PrintStream;
import java.util.Locale;

/** What the run tells while it goes on. Thread-safe. */
final class Notes {
    private final PrintStream out;

    Notes(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    synchronized void trace(Exception failure) {
        failure.printStackTrace(out);
    }
}
