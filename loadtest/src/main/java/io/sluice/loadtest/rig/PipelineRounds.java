package io.sluice.loadtest.rig;

import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.Round;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Sends events to the door and times them: from the first byte sent until as many have arrived at
 * the far end. One thread.
 */
public final class PipelineRounds {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_MS = 10;

    private final SluiceProcess sluice;
    private final Meter meter;
    private final Callable<Long> arrived;
    private final int connections;
    private long sent;

    /**
     * Rounds through this process.
     *
     * @param arrived how many have arrived since the process started
     */
    public PipelineRounds(SluiceProcess sluice, int connections, Callable<Long> arrived) {
        this.sluice = sluice;
        this.meter = sluice.meter();
        this.arrived = arrived;
        this.connections = connections;
    }

    /** Sends all of them once. */
    public Round run(Bodies bodies) throws Exception {
        try (HttpLoad client = new HttpLoad(sluice.httpPort(), connections)) {
            meter.begin();
            long begin = System.nanoTime();
            client.send(bodies.requests(), bodies.requests().size(), (number, at, answered) -> {});
            sent += bodies.events();
            awaitArrival(begin);
            long nanos = System.nanoTime() - begin;
            return new Round(bodies.events(), bodies.bytes(), nanos, meter.end());
        }
    }

    private void awaitArrival(long begin) throws Exception {
        long there = arrived.call();
        while (there < sent) {
            if (System.nanoTime() - begin > PATIENCE.toNanos() || !sluice.isAlive()) {
                throw new IOException("%,d of %,d events have arrived".formatted(there, sent));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            there = arrived.call();
        }
    }

    /** Events sent in all rounds. */
    public long sent() {
        return sent;
    }
}
