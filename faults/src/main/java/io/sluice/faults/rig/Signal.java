package io.sluice.faults.rig;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A signal of the operating system. */
public enum Signal {
    KILL,
    STOP,
    CONT,
    TERM,
    INT,
    QUIT;

    /** Sends it; returns when it is sent. A process that is gone is none of its troubles. */
    public void send(long pid) {
        try {
            new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot send " + this, failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + this, stopped);
        }
    }
}
