package io.sluice.sink;

import io.sluice.events.DuplicateKeys;
import io.sluice.kafka.KafkaSettings;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The limits of event-sink. Every queue, buffer and wait in it is bounded by one of these.
 *
 * @param instances verticles, each with its own event loop; 1 to 256
 * @param http what a connection and a request may take
 * @param chunks how events are packed into records
 * @param keys how long write keys are remembered
 * @param rates how much is taken of one app
 * @param inflate how compressed bodies are taken
 * @param duplicateKeys whether an object may have a key twice; sqlizers should say the same
 * @param leaveLimit how long a stop tells clients to go before it closes their connections: one
 *     that is closed between two requests may lose the second
 * @param drainLimit how long a stop waits for requests under way after that
 */
public record SinkSettings(
        int instances,
        Http http,
        Chunks chunks,
        Keys keys,
        RateSettings rates,
        InflateSettings inflate,
        DuplicateKeys duplicateKeys,
        Duration leaveLimit,
        Duration drainLimit) {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final long MIB = 1024L * 1024;

    /**
     * What a connection and a request may take.
     *
     * @param host the address to bind
     * @param port 0 to 65535; 0 takes a free one
     * @param maxBodyBytes bytes of one body; more is answered 413
     * @param maxEventsPerBody events of one body, the broken ones counted; more is answered 413
     * @param inFlightBytes bytes of all bodies in this process that are not answered yet; above,
     *     503
     * @param maxConnections open connections of one instance; above, new ones are closed
     * @param maxConnectionsPerAddress of them and of all instances, from one address
     * @param tls certificates, where the door speaks TLS
     * @param idleTimeout after which a silent connection is closed
     * @param headDeadline after which a connection that sends no whole head is closed, also if it
     *     is not silent; a request under way has its own time
     * @param requestDeadline from the head of a request to its answer
     * @param maxRequestLineBytes bytes of method, path and version, and of the line before each
     *     piece of a chunked body; more is answered 414
     * @param maxHeaderBytes bytes of all headers of a request; more is answered 431
     * @param maxErrorsListed errors named in an answer; all are counted
     * @param retryAfter what Retry-After tells with a 503
     */
    public record Http(
            String host,
            int port,
            int maxBodyBytes,
            int maxEventsPerBody,
            long inFlightBytes,
            int maxConnections,
            int maxConnectionsPerAddress,
            Optional<TlsSettings> tls,
            Duration idleTimeout,
            Duration headDeadline,
            Duration requestDeadline,
            int maxRequestLineBytes,
            int maxHeaderBytes,
            int maxErrorsListed,
            Duration retryAfter) {
        static Http read(Section section) {
            return new Http(
                    section.text("host", "127.0.0.1"),
                    section.integer("port", 8080, 0, 65_535),
                    (int) section.bytes("max-body", 4 * MIB, 1024, 256 * MIB),
                    section.integer("max-events-per-body", 100_000, 1, 10_000_000),
                    section.bytes("in-flight", 64 * MIB, MIB, 16_384 * MIB),
                    section.integer("max-connections", 10_000, 1, 1_000_000),
                    section.integer("max-connections-per-address", 10_000, 1, 1_000_000),
                    TlsSettings.read(section.section("tls")),
                    section.duration(
                            "idle-timeout", Duration.ofSeconds(60), Duration.ofSeconds(1), HOUR),
                    section.duration(
                            "head-deadline", Duration.ofSeconds(60), Duration.ofMillis(100), HOUR),
                    section.duration(
                            "request-deadline",
                            Duration.ofSeconds(30),
                            Duration.ofMillis(100),
                            HOUR),
                    (int) section.bytes("max-request-line", 4 * 1024, 256, 64 * 1024),
                    (int) section.bytes("max-header", 16 * 1024, 1024, MIB),
                    section.integer("max-errors-listed", 100, 0, 100_000),
                    section.duration(
                            "retry-after", Duration.ofSeconds(1), Duration.ofSeconds(1), HOUR));
        }
    }

    /**
     * How events are packed into records.
     *
     * @param targetBytes a chunk of this size is sent at once
     * @param linger how long a smaller one waits for more events
     * @param delivery how long Kafka may take to acknowledge; then 503
     * @param topicWait how long a record waits for a topic that does not exist yet, or has not
     *     taken its first record; then 503
     */
    public record Chunks(int targetBytes, Duration linger, Duration delivery, Duration topicWait) {
        static Chunks read(Section section) {
            return new Chunks(
                    (int) section.bytes("target", 128 * 1024, 1024, 64 * MIB),
                    section.duration(
                            "linger",
                            Duration.ofMillis(5),
                            Duration.ofMillis(1),
                            Duration.ofSeconds(10)),
                    section.duration(
                            "delivery", Duration.ofSeconds(20), Duration.ofSeconds(1), HOUR),
                    section.duration("topic-wait", Duration.ofSeconds(2), Duration.ZERO, HOUR));
        }
    }

    /**
     * How long write keys are remembered.
     *
     * @param cacheSize keys of either kind, known and unknown
     * @param refresh how often all known keys are read again: how late a change may be heard of
     *     without news
     * @param unknownTtl after which an unknown key is asked for again
     * @param grace how long a known key opens the door while the registry is away
     * @param lookupLimit how long the registry may take; then 503
     * @param maxLookups keys that wait for the registry; above, 503
     */
    public record Keys(
            int cacheSize,
            Duration refresh,
            Duration unknownTtl,
            Duration grace,
            Duration lookupLimit,
            int maxLookups) {
        static Keys read(Section section) {
            return new Keys(
                    section.integer("cache-size", 10_000, 1, 10_000_000),
                    section.duration(
                            "refresh", Duration.ofSeconds(10), Duration.ofMillis(100), DAY),
                    section.duration("unknown-ttl", Duration.ofSeconds(2), Duration.ZERO, DAY),
                    section.duration("grace", HOUR, Duration.ZERO, Duration.ofDays(30)),
                    section.duration(
                            "lookup-limit", Duration.ofSeconds(3), Duration.ofMillis(10), HOUR),
                    section.integer("max-lookups", 1_000, 1, 100_000));
        }
    }

    /** Reads the section of this role; problems are noted in it. */
    public static SinkSettings read(Section section) {
        return new SinkSettings(
                section.integer("instances", Runtime.getRuntime().availableProcessors(), 1, 256),
                Http.read(section.section("http")),
                Chunks.read(section.section("chunks")),
                Keys.read(section.section("keys")),
                RateSettings.read(section.section("rates")),
                InflateSettings.read(section.section("inflate")),
                section.choice("duplicate-keys", DuplicateKeys.class, DuplicateKeys.REFUSE),
                section.duration(
                        "leave-limit",
                        Duration.ofMillis(500),
                        Duration.ZERO,
                        Duration.ofMinutes(5)),
                section.duration("drain-limit", Duration.ofSeconds(20), Duration.ZERO, HOUR));
    }

    /** The settings of an empty file. */
    public static SinkSettings defaults() {
        return read(Settings.parse("", Map.of(), new Problems()));
    }

    /**
     * Notes where these settings do not go together, with one another or with the sizes of records
     * on Kafka. {@link EventSink#start} refuses such settings too.
     */
    public void check(KafkaSettings kafka, Section section) {
        long most = (long) chunks.targetBytes() + kafka.maxEventBytes();
        if (most > kafka.maxRecordBytes()) {
            section.section("chunks")
                    .problem(
                            "target",
                            Integer.toString(chunks.targetBytes()),
                            "and one event more do not fit a record of "
                                    + kafka.maxRecordBytes()
                                    + " bytes",
                            "write at most " + (kafka.maxRecordBytes() - kafka.maxEventBytes()));
        }
        long least = (long) http.maxBodyBytes() + BodyCollector.OVERHEAD;
        if (http.inFlightBytes() < least) {
            section.section("http")
                    .problem(
                            "in-flight",
                            Long.toString(http.inFlightBytes()),
                            "has no room for one body of max-body",
                            "write at least " + least);
        }
        if (http.idleTimeout().compareTo(http.requestDeadline()) < 0) {
            section.section("http")
                    .problem(
                            "idle-timeout",
                            http.idleTimeout().toString(),
                            "would cut connections that wait for their answer",
                            "write at least the request-deadline, " + http.requestDeadline());
        }
    }

    /** The same on another port. */
    public SinkSettings withPort(int port) {
        Http moved =
                new Http(
                        http.host,
                        port,
                        http.maxBodyBytes,
                        http.maxEventsPerBody,
                        http.inFlightBytes,
                        http.maxConnections,
                        http.maxConnectionsPerAddress,
                        http.tls,
                        http.idleTimeout,
                        http.headDeadline,
                        http.requestDeadline,
                        http.maxRequestLineBytes,
                        http.maxHeaderBytes,
                        http.maxErrorsListed,
                        http.retryAfter);
        return new SinkSettings(
                instances,
                moved,
                chunks,
                keys,
                rates,
                inflate,
                duplicateKeys,
                leaveLimit,
                drainLimit);
    }
}
