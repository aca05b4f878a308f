package io.sluice.faults.net;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The rules that stand now, for all proxies. Thread-safe. */
public final class Rules {
    private final List<Rule> standing = new CopyOnWriteArrayList<>();

    /** Lets a rule stand until it is removed. */
    public void add(Rule rule) {
        standing.add(rule);
    }

    /** Takes a rule away; messages that it holds are still its to let go. */
    public void remove(Rule rule) {
        standing.remove(rule);
    }

    /** Lets a rule stand for a time, and waits for its end. */
    public void during(Duration time, Rule rule) throws InterruptedException {
        add(rule);
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } finally {
            remove(rule);
        }
    }

    /** The first fate that is none of passing. */
    Fate judge(Seen seen) throws InterruptedException {
        for (Rule rule : standing) {
            Fate fate = rule.judge(seen);
            if (!(fate instanceof Fate.Pass)) {
                return fate;
            }
        }
        return Fate.PASS;
    }
}
