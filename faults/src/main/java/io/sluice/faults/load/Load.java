package io.sluice.faults.load;

import io.sluice.faults.load.Answers.Kind;
import io.sluice.faults.load.Sent.State;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All clients: two of each app, and what faults send beside them. Thread-safe. */
public final class Load {
    private static final int CLIENTS = 2;

    private final Client client;
    private final Answers answers;
    private final Poison poison = new Poison();
    private final Map<Series, Sent> sent = new LinkedHashMap<>();
    private final List<Sender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Sends nothing before {@link #start}.
     *
     * @param every how often each client sends a request
     */
    public Load(Client client, Answers answers, Duration every) {
        this.client = client;
        this.answers = answers;
        for (App app : App.values()) {
            for (Series.Kind kind : Series.Kind.values()) {
                sent.put(new Series(app, kind), new Sent());
            }
            Series usual = new Series(app, Series.Kind.USUAL);
            Sent of = sent(usual);
            for (int number = 0; number < CLIENTS; number++) {
                senders.add(new Sender(usual, number, client, of, every));
            }
        }
    }

    public void start() {
        senders.forEach(it -> threads.add(Thread.ofVirtual().name("sender").start(it)));
    }

    /**
     * Ends sending; waits until every event with an id is accepted.
     *
     * @return false if that takes longer than the limit
     */
    public boolean stop(Duration limit) throws InterruptedException {
        senders.forEach(Sender::stop);
        long end = System.nanoTime() + limit.toNanos();
        boolean all = true;
        for (Thread thread : threads) {
            all &= thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
        return all;
    }

    /** Sends again what was accepted last, as a client does that trusts no answer. */
    public void repeat(App app, int requests) throws InterruptedException {
        Series series = new Series(app, Series.Kind.USUAL);
        Sent of = sent(series);
        long last = of.end() / Sender.REQUEST;
        for (long request = Math.max(0, last - requests); request < last; request++) {
            long first = request * Sender.REQUEST;
            if (of.state(first) == State.ACCEPTED) {
                client.send((int) request, app, Sender.lines(series, first), Sender.REQUEST);
            }
        }
    }

    /** Sends events of a series, each request once. */
    public void send(Series series, int requests) throws InterruptedException {
        Sent of = sent(series);
        for (int request = 0; request < requests; request++) {
            long first = of.take(Sender.REQUEST);
            Kind kind =
                    client.send(request, series.app(), Sender.lines(series, first), Sender.REQUEST);
            of.note(first, Sender.REQUEST, kind == Kind.ACCEPTED ? State.ACCEPTED : State.UNSURE);
        }
    }

    /** All that was sent or may be. */
    Set<Series> series() {
        return sent.keySet();
    }

    /** What is known of a series' events. */
    Sent sent(Series series) {
        Sent of = sent.get(series);
        if (of == null) {
            throw new IllegalStateException("no load of " + series);
        }
        return of;
    }

    /** Events in this state, of all series. */
    public long count(State state) {
        return sent.values().stream().mapToLong(it -> it.count(state)).sum();
    }

    public Answers answers() {
        return answers;
    }

    /** What was put on topics beside. */
    public Poison poison() {
        return poison;
    }
}
