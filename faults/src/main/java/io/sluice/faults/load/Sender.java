package io.sluice.faults.load;

import io.sluice.faults.load.Answers.Kind;
import io.sluice.faults.load.Sent.State;

import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/**
 * A client of one app: sends requests of new events at a steady pace. With ids it sends again what
 * has no sure answer, until it has one; without ids never. One thread.
 */
final class Sender implements Runnable {
    static final int REQUEST = 25;
    private static final int MOST_WAITING = 400;

    private final Series series;
    private final int number;
    private final Client client;
    private final Sent sent;
    private final Duration every;
    private final BlockingDeque<Long> again = new LinkedBlockingDeque<>(MOST_WAITING + 1);
    private volatile boolean stopping;

    Sender(Series series, int number, Client client, Sent sent, Duration every) {
        this.series = series;
        this.number = number;
        this.client = client;
        this.sent = sent;
        this.every = every;
    }

    @Override
    public void run() {
        try {
            long due = System.nanoTime();
            while (!stopping || !again.isEmpty()) {
                turn();
                due = Math.max(due + every.toNanos(), System.nanoTime());
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What failed before comes first: so nobody waits longer than for an outage. */
    private void turn() throws InterruptedException {
        Long waiting = again.pollFirst();
        long first = waiting == null ? sent.take(REQUEST) : waiting;
        Kind kind = client.send(number, series.app(), lines(series, first), REQUEST);
        boolean accepted = kind == Kind.ACCEPTED;
        sent.note(first, REQUEST, accepted ? State.ACCEPTED : State.UNSURE);
        if (!accepted && series.app().hasIds()) {
            again.addLast(first);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    static String lines(Series series, long first) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < REQUEST; i++) {
            lines.append(Event.of(series, first + i).json()).append('\n');
        }
        return lines.toString();
    }

    /** Sends nothing new, and ends when all that needs an answer has one. */
    void stop() {
        stopping = true;
    }
}
