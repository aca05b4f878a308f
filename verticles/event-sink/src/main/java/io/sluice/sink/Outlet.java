package io.sluice.sink;

import io.sluice.kafka.KafkaHeaders;
import io.sluice.runtime.Status;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The way to Kafka: one producer and one thread per process. The producer may block (for metadata,
 * for room), so it is never called on an event loop; a hand-over costs little, as it is one per
 * chunk. What waits here is bounded by the bytes in flight. Thread-safe.
 *
 * <pre>event loop -> queue -> thread "event-sink-outlet" -> producer -> acknowledgement</pre>
 */
final class Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
    private static final Duration TOPIC_PAUSE = Duration.ofMillis(100);
    private static final long TICK_MILLIS = 20;
    private static final long IDLE_MILLIS = 200;

    private final Supplier<Producer<byte[], byte[]>> factory;
    private final Duration topicWait;
    private final LinkedBlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();
    private final List<Outgoing> waiting = new ArrayList<>();
    private final Map<String, Long> absentUntil = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final FirstRecords firsts = new FirstRecords();
    private final Thread thread;
    private Producer<byte[], byte[]> producer;
    private volatile boolean open = true;
    private volatile boolean broken;
    private volatile @Nullable String trouble;

    /** Makes the producer, which may take a moment: not for an event loop. */
    Outlet(Supplier<Producer<byte[], byte[]>> factory, Duration topicWait) {
        this.factory = factory;
        this.topicWait = topicWait;
        this.producer = factory.get();
        this.thread = Thread.ofPlatform().name("event-sink-outlet").start(this::run);
    }

    /**
     * Publishes records to one topic. The future completes on any thread: when all are acknowledged
     * by all in-sync replicas, or when one has failed. Never blocks.
     */
    Future<Void> publish(String topic, List<Message> messages) {
        Promise<Void> done = Promise.promise();
        if (!open) {
            return Future.failedFuture(new IllegalStateException("event-sink is stopping"));
        }
        queue.add(new Outgoing(topic, messages, System.nanoTime() + topicWait.toNanos(), done));
        return done.future();
    }

    /** Whether the last record got through. */
    Status status() {
        String reason = trouble;
        return reason == null ? Status.UP : Status.down(reason);
    }

    /** Sends what is queued, waits for acknowledgements, closes. Blocks for at most the limit. */
    void close(Duration limit) throws InterruptedException {
        open = false;
        long start = System.nanoTime();
        thread.join(limit);
        Duration left = limit.minusNanos(System.nanoTime() - start);
        producer.close(left.isNegative() ? Duration.ZERO : left);
    }

    private void run() {
        while (open || !queue.isEmpty() || !waiting.isEmpty()) {
            try {
                long pause = waiting.isEmpty() ? IDLE_MILLIS : TICK_MILLIS;
                Outgoing next = queue.poll(pause, TimeUnit.MILLISECONDS);
                if (broken) {
                    renew();
                }
                if (next != null) {
                    attempt(next);
                }
                if (!waiting.isEmpty()) {
                    List<Outgoing> again = List.copyOf(waiting);
                    waiting.clear();
                    again.forEach(this::attempt);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException unexpected) {
                LOG.atError()
                        .setCause(unexpected)
                        .log("outlet met an unexpected failure; going on");
            }
        }
    }

    private void attempt(Outgoing outgoing) {
        String topic = outgoing.topic();
        long now = System.nanoTime();
        Long absent = absentUntil.get(topic);
        if (absent != null && now < absent) {
            // Asking again so soon would only hold up the topics that are there.
            park(outgoing, now);
            return;
        }
        try {
            List<PartitionInfo> partitions = producer.partitionsFor(topic);
            absentUntil.remove(topic);
            if (firsts.mayGo(topic, outgoing.done().future())) {
                send(outgoing, partitions);
            } else {
                park(outgoing, now);
            }
        } catch (TimeoutException noMetadata) {
            absentUntil.put(topic, now + TOPIC_PAUSE.toNanos());
            park(outgoing, now);
        } catch (RuntimeException failed) {
            // Whatever it is: nobody may wait for these records for ever.
            fail(outgoing, failed);
        }
    }

    private void park(Outgoing outgoing, long now) {
        if (now - outgoing.deadlineNanos() >= 0) {
            outgoing.done().fail(new TopicAbsentException(outgoing.topic()));
        } else {
            waiting.add(outgoing);
        }
    }

    private void send(Outgoing outgoing, List<PartitionInfo> partitions) {
        Outgoing.Countdown countdown = new Outgoing.Countdown(outgoing);
        for (Message message : outgoing.messages()) {
            ProducerRecord<byte[], byte[]> send =
                    new ProducerRecord<>(
                            outgoing.topic(),
                            turn(outgoing.topic(), partitions.size()),
                            null,
                            null,
                            message.value(),
                            KafkaHeaders.of(message.headers()));
            try {
                producer.send(send, (stored, failed) -> acknowledged(countdown, failed));
            } catch (RuntimeException failed) {
                acknowledged(countdown, failed);
            }
        }
    }

    private int turn(String topic, int partitions) {
        return turns.merge(topic, 1, (turn, one) -> turn + one & Integer.MAX_VALUE) % partitions;
    }

    private void acknowledged(Outgoing.Countdown countdown, @Nullable Exception failed) {
        if (failed == null) {
            trouble = null;
        } else {
            note(failed);
        }
        countdown.acknowledged(failed);
    }

    private void fail(Outgoing outgoing, RuntimeException failed) {
        note(failed);
        outgoing.done().fail(failed);
    }

    private void note(Exception failed) {
        if (trouble == null) {
            LOG.atWarn()
                    .addKeyValue("reason", failed.toString())
                    .log("kafka did not take a record; its request is answered 503");
        }
        trouble = failed.toString();
        if (failed instanceof OutOfOrderSequenceException
                || failed instanceof ProducerFencedException
                || failed instanceof InvalidProducerEpochException
                || failed instanceof ClusterAuthorizationException) {
            broken = true;
        }
    }

    /** After some failures a producer refuses everything for ever; a new one does not. */
    private void renew() {
        broken = false;
        LOG.atWarn().addKeyValue("reason", String.valueOf(trouble)).log("making a new producer");
        producer.close(Duration.ZERO);
        producer = factory.get();
    }
}
