package io.sluice.faults.fault;

import io.sluice.faults.net.Fate;
import io.sluice.faults.net.Rule;
import io.sluice.faults.net.Rules;
import io.sluice.faults.net.Seen;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Waits for one message, springs once, and holds the message until the trap is closed. */
final class Trap implements Rule, AutoCloseable {
    private final Rules rules;
    private final Predicate<Seen> moment;
    private final Spring spring;
    private final Fate fate;
    private final AtomicBoolean used = new AtomicBoolean();
    private final CountDownLatch sprung = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is done at once, on the thread that holds the message. */
    @FunctionalInterface
    interface Spring {
        void act() throws InterruptedException;
    }

    private Trap(Rules rules, Predicate<Seen> moment, Spring spring, Fate fate) {
        this.rules = rules;
        this.moment = moment;
        this.spring = spring;
        this.fate = fate;
    }

    /**
     * Sets a trap.
     *
     * @param fate what becomes of the message in the end
     */
    static Trap set(Rules rules, Predicate<Seen> moment, Spring spring, Fate fate) {
        Trap trap = new Trap(rules, moment, spring, fate);
        rules.add(trap);
        return trap;
    }

    @Override
    public Fate judge(Seen seen) throws InterruptedException {
        if (!moment.test(seen) || !used.compareAndSet(false, true)) {
            return Fate.PASS;
        }
        spring.act();
        sprung.countDown();
        closed.await();
        return fate;
    }

    /** Waits until it has sprung; if that takes too long it never will. */
    boolean awaitSprung(Duration limit) throws InterruptedException {
        if (sprung.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        if (used.compareAndSet(false, true)) {
            return false;
        }
        sprung.await();
        return true;
    }

    /** Lets go of the message. */
    @Override
    public void close() {
        rules.remove(this);
        closed.countDown();
    }
}
