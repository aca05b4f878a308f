package io.sluice.franz;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The samples of a window, thinned so that {@value #MOST} and the newest are kept. One thread. */
final class LoadHistory {
    private static final int MOST = 60;

    private final long windowMillis;
    private final Deque<Sample> kept = new ArrayDeque<>();
    private final Deque<Sample> newest = new ArrayDeque<>(1);

    LoadHistory(Duration window) {
        windowMillis = window.toMillis();
    }

    void add(Sample sample) {
        newest.clear();
        newest.add(sample);
        Sample last = kept.peekLast();
        if (last == null || sample.atMillis() - last.atMillis() >= windowMillis / MOST) {
            kept.addLast(sample);
        }
        while (kept.size() > 1 && sample.atMillis() - kept.getFirst().atMillis() > windowMillis) {
            kept.removeFirst();
        }
    }

    /** The oldest first; empty before the first. */
    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(kept);
        Sample last = newest.peekLast();
        if (last != null && !last.equals(kept.peekLast())) {
            samples.add(last);
        }
        return samples;
    }
}
