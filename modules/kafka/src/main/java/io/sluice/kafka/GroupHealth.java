package io.sluice.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether a consumer is in its group, and in touch with it. A consumer hides an outage: its polls
 * just give nothing, so this asks for the heartbeats.
 */
final class GroupHealth {
    /** Three heartbeats missed, and some: the session is about to end. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private final Consumer<byte[], byte[]> consumer;
    private final Optional<Metric> sinceHeartbeat;
    private long memberSince = System.nanoTime();

    GroupHealth(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        sinceHeartbeat =
                consumer.metrics().values().stream()
                        .filter(m -> m.metricName().name().equals("last-heartbeat-seconds-ago"))
                        .map(Metric.class::cast)
                        .findFirst();
    }

    /** The state now, after the state before. */
    PollLoop.State state(PollLoop.State before) {
        boolean member = consumer.groupMetadata().generationId() >= 0;
        if (!member) {
            memberSince = System.nanoTime();
        }
        if (member && !silent()) {
            return before instanceof PollLoop.State.Running ? before : new PollLoop.State.Running();
        }
        if (!(before instanceof PollLoop.State.Running)) {
            return before;
        }
        return new PollLoop.State.Retrying(
                member ? "the group's coordinator is silent" : "out of the group, joining again",
                Instant.now());
    }

    /** A value below 0 says that there was no heartbeat yet; then the time as a member counts. */
    private boolean silent() {
        long asMember = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - memberSince);
        double heartbeat =
                sinceHeartbeat.map(Metric::metricValue).orElse(0.0) instanceof Double seconds
                        ? seconds
                        : 0;
        return (heartbeat < 0 ? asMember : heartbeat) > SILENCE.toSeconds();
    }
}
