package io.sluice.sink;

import io.sluice.kafka.KafkaSettings;
import io.vertx.core.Context;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the requests of one verticle instance share. Used on its event loop only, but for what is
 * shared by the process: keys, room and metrics, which are thread-safe.
 */
final class Door {
    final Context context;
    final SinkSettings settings;
    final KafkaSettings kafka;
    final KeyCache keys;
    final InFlight room;
    final SinkMetrics metrics;
    final BodyCheck check;
    final ChunkPacker packer;
    final DeadLetters letters;
    final Turns turns;
    final BodyInflater inflater;

    /**
     * Requests that are not answered, oldest first: all have the same time from start to deadline.
     */
    final Set<IngestRequest> unanswered = new LinkedHashSet<>();

    /** Whether this door is about to close: each answer then is the last of its connection. */
    boolean leaving;

    Door(Context context, SinkSettings settings, Shared shared) {
        this.context = context;
        this.settings = settings;
        this.kafka = shared.kafka();
        this.keys = shared.keys();
        this.room = shared.room();
        this.metrics = shared.metrics();
        this.inflater = shared.inflater();
        this.turns = new Turns(context);
        int maxRecord = kafka.maxRecordBytes();
        check =
                new BodyCheck(
                        kafka.maxEventBytes(),
                        settings.http().maxEventsPerBody(),
                        settings.duplicateKeys());
        packer =
                new ChunkPacker(
                        context,
                        shared.outlet(),
                        settings.chunks(),
                        maxRecord,
                        shared.name(),
                        metrics);
        letters = new DeadLetters(context, shared.outlet(), maxRecord);
    }

    /**
     * What all instances of a process share.
     *
     * @param name the name of this door in the headers of chunks
     */
    record Shared(
            String name,
            KafkaSettings kafka,
            KeyCache keys,
            InFlight room,
            SinkMetrics metrics,
            Outlet outlet,
            BodyInflater inflater,
            Addresses addresses,
            Optional<Certificates> certificates) {}

    /** For a body of this app. */
    BodyCollector collector(Tenant tenant) {
        return new BodyCollector(room, tenant, settings.http().maxBodyBytes());
    }

    /** Answers the requests whose deadline has passed. */
    void sweep(long nowNanos) {
        while (!unanswered.isEmpty()) {
            IngestRequest oldest = unanswered.iterator().next();
            if (!oldest.expired(nowNanos)) {
                return;
            }
            unanswered.remove(oldest);
            oldest.expire();
        }
    }
}
