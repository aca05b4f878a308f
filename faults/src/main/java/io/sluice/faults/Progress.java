package io.sluice.faults;

import io.sluice.faults.load.Load;
import io.sluice.faults.load.Sent;

import java.time.Duration;

/** A line now and then on how the run goes. */
record Progress(Load load, Counts counts, Player player, Notes notes) {
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Until the thread is interrupted. */
    void everyTenSeconds() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                notes.say(
                        "%6.1f s  %,d events accepted, %d faults, %d kills; answers: %s",
                        player.elapsed().toMillis() / 1000.0,
                        load.count(Sent.State.ACCEPTED),
                        counts.fired(),
                        counts.kills(),
                        load.answers());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
