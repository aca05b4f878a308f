package io.sluice.app.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Sends files through the door, a bounded number of requests at a time. Used once. */
public final class Sending {
    /** Requests under way at once. */
    static final int CONCURRENCY = 8;

    private final Door door;
    private final KnownRanges known;
    private final Progress progress;
    private final Semaphore room = new Semaphore(CONCURRENCY);
    private final Set<RangeTag> tags = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** Sends through this door what is not known yet. */
    public Sending(Door door, KnownRanges known, Progress progress) {
        this.door = door;
        this.known = known;
        this.progress = progress;
    }

    /**
     * Sends all files, and returns when each request is answered.
     *
     * @param reading see {@link ContentHash}
     * @throws IOException if a file cannot be read or the door fails
     */
    public void files(List<String> files, String reading, EnvelopeMap map)
            throws IOException, InterruptedException {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String file : files) {
                file(file, reading, map, senders);
            }
            room.acquire(CONCURRENCY);
        }
        throwFailure();
    }

    private void file(String file, String reading, EnvelopeMap map, ExecutorService senders)
            throws IOException, InterruptedException {
        try (Pieces pieces = new Pieces(file, reading, map, known)) {
            Optional<Piece> piece = pieces.next();
            while (piece.isPresent()) {
                tags.add(piece.get().tag());
                switch (piece.get()) {
                    case Piece.Known there -> progress.known(there.events(), length(there));
                    case Piece.Request request -> {
                        room.acquire();
                        throwFailure();
                        progress.read(request.events(), length(request));
                        // At once, so that the same content twice in one run is sent once.
                        known.add(request.tag());
                        senders.submit(() -> send(request));
                    }
                }
                piece = pieces.next();
            }
        }
    }

    private static long length(Piece piece) {
        return piece.tag().end() - piece.tag().start();
    }

    private void send(Piece.Request request) {
        try {
            switch (door.send(request)) {
                case Door.Answer.Taken taken -> progress.taken(taken.accepted(), taken.refused());
                case Door.Answer.TooLarge large -> progress.tooLarge(request);
            }
        } catch (IOException | RuntimeException failed) {
            failure.compareAndSet(null, failed);
        } catch (InterruptedException interrupted) {
            failure.compareAndSet(null, interrupted);
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    private void throwFailure() throws IOException {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IOException(
                    "sending failed; run the same command again, nothing will be loaded twice",
                    failed);
        }
    }

    /** The ranges of all files, sent now or before. */
    public Set<RangeTag> tags() {
        return tags;
    }
}
