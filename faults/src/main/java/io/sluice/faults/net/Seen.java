package io.sluice.faults.net;

/**
 * A message that a proxy holds in its hands, not yet passed on.
 *
 * @param role the instance that talks, such as {@code batcher-1}
 * @param what the request: the name of a Kafka API, the text of a statement, or method and path; of
 *     an answer, the request that it answers
 */
public record Seen(String role, Backend backend, Way way, String what) {
    /** Where a message goes. */
    public enum Way {
        REQUEST,
        ANSWER
    }
}
