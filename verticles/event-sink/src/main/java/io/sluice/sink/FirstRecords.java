package io.sluice.sink;

import io.vertx.core.Future;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the first records go to a topic by themselves, and all others once they are acknowledged. A
 * leader that was chosen a moment ago may refuse a producer's first batch and take its second one:
 * then the first is out of order, and its partition stands until the first is given up. Seen with
 * Kafka 4, for as long as its delivery timeout. What is published together goes together: of many
 * first dead letters one may still overtake another. Thread-safe.
 */
final class FirstRecords {
    /** Topics that records were sent to: whether some were acknowledged. */
    private final Map<String, Boolean> topics = new ConcurrentHashMap<>();

    /**
     * Whether these records may be sent now.
     *
     * @param sent completes when all of them are acknowledged, or one has failed
     */
    boolean mayGo(String topic, Future<Void> sent) {
        Boolean before = topics.putIfAbsent(topic, false);
        if (before == null) {
            sent.onSuccess(stored -> topics.put(topic, true))
                    .onFailure(failed -> topics.remove(topic));
            return true;
        }
        return before;
    }
}
