package io.sluice.sink;

import io.sluice.events.DeadLetter;
import io.sluice.events.Origin;
import io.sluice.kafka.Topics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes what the door refuses, byte for byte, some at a time: a body of broken lines must not
 * fill the memory with letters that are larger than itself. A refused event that is larger than a
 * record lies in several, in order, each with the header {@value #PART} ({@code 1/3}, {@code 2/3}
 * …).
 */
final class DeadLetters {
    /** Which piece of the letter a record holds; absent where it holds all. */
    static final String PART = "part";

    private static final int AT_ONCE = 500;
    private final Context context;
    private final Outlet outlet;
    private final int maxRecordBytes;

    DeadLetters(Context context, Outlet outlet, int maxRecordBytes) {
        this.context = context;
        this.outlet = outlet;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Completes on the event loop when Kafka has every letter, or when one has failed. */
    Future<Void> publish(String app, CheckedBody body, String tag, long receivedMicros) {
        Promise<Void> done = Promise.promise();
        publishFrom(0, Topics.dead(app), body, tag, receivedMicros, done);
        return done.future();
    }

    private void publishFrom(
            int from,
            String topic,
            CheckedBody body,
            String tag,
            long receivedMicros,
            Promise<Void> done) {
        List<Refusal> refused = body.refused();
        if (from >= refused.size()) {
            done.complete();
            return;
        }
        int to = Math.min(refused.size(), from + AT_ONCE);
        List<Message> messages = new ArrayList<>(to - from);
        for (Refusal refusal : refused.subList(from, to)) {
            addLetter(messages, body.body(), refusal, tag, receivedMicros);
        }
        outlet.publish(topic, messages)
                .onComplete(
                        sent ->
                                context.runOnContext(
                                        hop -> {
                                            if (sent.failed()) {
                                                done.fail(sent.cause());
                                            } else {
                                                publishFrom(
                                                        to, topic, body, tag, receivedMicros, done);
                                            }
                                        }));
    }

    private void addLetter(
            List<Message> messages, byte[] body, Refusal refusal, String tag, long receivedMicros) {
        int size = refusal.end() - refusal.start();
        int parts = Math.max(1, Math.ceilDiv(size, maxRecordBytes));
        for (int part = 0; part < parts; part++) {
            int start = refusal.start() + part * maxRecordBytes;
            int end = Math.min(refusal.end(), start + maxRecordBytes);
            DeadLetter letter =
                    new DeadLetter(
                            Arrays.copyOfRange(body, start, end),
                            refusal.code().code(),
                            refusal.message(),
                            new Origin("", -1, -1, refusal.position()),
                            tag,
                            receivedMicros);
            Map<String, String> headers = new LinkedHashMap<>(letter.toHeaders());
            if (parts > 1) {
                headers.put(PART, (part + 1) + "/" + parts);
            }
            messages.add(new Message(letter.value(), headers));
        }
    }
}
