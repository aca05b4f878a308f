package io.sluice.sink;

import io.sluice.events.ChunkHeader;
import io.sluice.kafka.Topics;
import io.vertx.core.Context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs the events of one verticle instance into chunks, across requests, and sends a chunk when it
 * is large enough or old enough. Used on one event loop only.
 */
final class ChunkPacker {
    private static final int RUNS_A_CHUNK = 4;

    /** What one large event made room for is not kept. */
    private static final int MOST_SPARE_TARGETS = 4;

    private final Context context;
    private final Outlet outlet;
    private final SinkSettings.Chunks settings;
    private final int maxRecordBytes;
    private final String door;
    private final SinkMetrics metrics;
    private final Map<String, Chunk> open = new HashMap<>();

    /** Of a chunk that was full once, for the next: a busy app's need not grow from small. */
    private byte[] spare = new byte[0];

    ChunkPacker(
            Context context,
            Outlet outlet,
            SinkSettings.Chunks settings,
            int maxRecordBytes,
            String door,
            SinkMetrics metrics) {
        this.context = context;
        this.outlet = outlet;
        this.settings = settings;
        this.maxRecordBytes = maxRecordBytes;
        this.door = door;
        this.metrics = metrics;
    }

    /** Adds the accepted events of a request, which is settled when all their chunks are. */
    void add(String app, CheckedBody body, long receivedMicros, Pending request) {
        // So short that a chunk is not much longer than it should be.
        int most = Math.min(settings.targetBytes() / RUNS_A_CHUNK, maxRecordBytes);
        for (int first = 0; first < body.accepted(); ) {
            int next = body.runEnd(first, most);
            int bytes = body.end(next - 1) - body.start(first);
            Chunk chunk = room(app, bytes, body.acceptedBytes(), receivedMicros);
            chunk.join(request);
            chunk.append(body, first, next);
            if (chunk.length() >= settings.targetBytes()) {
                flush(app);
            }
            first = next;
        }
        request.complete();
    }

    /** Sends the accepted events of a tagged request, even if there are none, as one record. */
    void addTagged(String app, CheckedBody body, long receivedMicros, String tag, Pending request) {
        Chunk chunk = new Chunk(receivedMicros, new byte[Math.toIntExact(body.acceptedBytes())]);
        chunk.join(request);
        for (int first = 0; first < body.accepted(); ) {
            int next = body.runEnd(first, Integer.MAX_VALUE);
            chunk.append(body, first, next);
            first = next;
        }
        send(app, chunk, body.refused().size(), tag);
        request.complete();
    }

    /** Sends all open chunks now. */
    void flush() {
        List.copyOf(open.keySet()).forEach(this::flush);
    }

    private Chunk room(String app, int bytes, long coming, long receivedMicros) {
        Chunk chunk = open.get(app);
        if (chunk != null && chunk.length() + bytes + 1 > maxRecordBytes) {
            flush(app);
            chunk = null;
        }
        if (chunk == null) {
            chunk = new Chunk(receivedMicros, firstRoom(bytes, coming));
            open.put(app, chunk);
            chunk.setTimer(
                    context.owner().setTimer(settings.linger().toMillis(), timer -> flush(app)));
        }
        return chunk;
    }

    private void keep(byte[] room) {
        long target = settings.targetBytes();
        if (room.length >= target && room.length <= MOST_SPARE_TARGETS * target) {
            spare = room;
        }
    }

    private byte[] firstRoom(int bytes, long coming) {
        byte[] room = spare;
        if (room.length > 0) {
            spare = new byte[0];
            return room;
        }
        long most = settings.targetBytes() + (long) bytes + 1;
        return new byte[(int) Math.min(coming, most)];
    }

    private void flush(String app) {
        Chunk chunk = open.remove(app);
        if (chunk != null) {
            context.owner().cancelTimer(chunk.timer());
            send(app, chunk, 0, "");
        }
    }

    private void send(String app, Chunk chunk, int refused, String tag) {
        ChunkHeader header =
                new ChunkHeader(chunk.count(), refused, chunk.receivedMicros(), door, tag);
        Message message = new Message(chunk.value(), header.toHeaders());
        keep(chunk.giveUpRoom());
        long start = System.nanoTime();
        outlet.publish(Topics.events(app), List.of(message))
                .onComplete(
                        sent ->
                                context.runOnContext(
                                        hop -> {
                                            if (sent.succeeded()) {
                                                long nanos = System.nanoTime() - start;
                                                metrics.acknowledged(
                                                        chunk.count(), chunk.length(), nanos);
                                            }
                                            chunk.requests()
                                                    .forEach(it -> it.settled(sent.cause()));
                                        }));
    }
}
