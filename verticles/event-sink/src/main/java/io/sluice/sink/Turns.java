package io.sluice.sink;

import io.vertx.core.Context;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Who is next on an event loop. A small body is checked at once; large ones take turns, app by app,
 * with whatever else the loop has to do in between: so an app that sends many of them holds up
 * nobody for longer than one takes. What waits is bounded by the bytes in flight. Used on one event
 * loop only.
 */
final class Turns {
    /** Checked within a fraction of a millisecond. */
    static final int SMALL_BYTES = 64 * 1024;

    private final Context context;
    private final Map<Tenant, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private boolean running;

    Turns(Context context) {
        this.context = context;
    }

    /**
     * Does the work, now or when it is its turn.
     *
     * @param bytes of the body
     */
    void take(Tenant tenant, int bytes, Runnable work) {
        if (bytes <= SMALL_BYTES) {
            work.run();
            return;
        }
        waiting.computeIfAbsent(tenant, none -> new ArrayDeque<>()).add(work);
        if (!running) {
            running = true;
            context.runOnContext(next -> next());
        }
    }

    private void next() {
        Iterator<Map.Entry<Tenant, Queue<Runnable>>> entries = waiting.entrySet().iterator();
        Map.Entry<Tenant, Queue<Runnable>> first = entries.next();
        Tenant tenant = first.getKey();
        Queue<Runnable> works = first.getValue();
        entries.remove();
        Runnable work = works.remove();
        if (!works.isEmpty()) {
            // To the end of the line.
            waiting.put(tenant, works);
        }
        running = !waiting.isEmpty();
        if (running) {
            context.runOnContext(next -> next());
        }
        work.run();
    }
}
