package io.sluice.batcher;

import io.sluice.batcher.KnownVersions.Found;
import io.sluice.batcher.KnownVersions.VersionKey;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.TableSchema;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.Optional;

/**
 * Tells what a record of a rows topic is. It looks at the headers and the last byte, never at the
 * rows: those have the columns that the fingerprint stands for, or the record is refused.
 */
final class RowCheck {
    /** A record with its headers read. */
    record Incoming(ConsumerRecord<byte[], byte[]> record, Optional<RowsHeader> header) {
        static Incoming of(ConsumerRecord<byte[], byte[]> record) {
            return new Incoming(record, RowsHeader.read(KafkaHeaders.reader(record.headers())));
        }

        /** The version to look up; empty where the headers name none. */
        Optional<VersionKey> key() {
            return header.filter(it -> it.version() >= 0)
                    .map(it -> new VersionKey(it.table(), it.version()));
        }
    }

    /** What it is. */
    sealed interface Verdict {}

    /** Rows of a version that the registry knows. */
    record Rows(RowsHeader header, byte[] lines, Source source) implements Verdict {}

    /** Not rows that this version reads, and why. */
    record Refused(DeadRecord letter) implements Verdict {}

    /** Not to be told before the registry has answered. */
    record Waiting(VersionKey key) implements Verdict {}

    private final KnownVersions versions;

    RowCheck(KnownVersions versions) {
        this.versions = versions;
    }

    Verdict check(Incoming incoming) {
        ConsumerRecord<byte[], byte[]> record = incoming.record();
        if (incoming.header().isEmpty()) {
            return refused(incoming, "the record has not the headers of row chunks", false);
        }
        RowsHeader header = incoming.header().get();
        Optional<String> wrong = wrong(record, header);
        if (wrong.isPresent()) {
            return refused(incoming, wrong.get(), false);
        }
        VersionKey key = new VersionKey(header.table(), header.version());
        return switch (versions.find(key)) {
            case KnownVersions.Unknown unknown -> new Waiting(key);
            case KnownVersions.None none ->
                    refused(
                            incoming,
                            "the registry has no version %d of table %s"
                                    .formatted(header.version(), header.table()),
                            false);
            case Found found -> known(incoming, header, found);
        };
    }

    private static Optional<String> wrong(
            ConsumerRecord<byte[], byte[]> record, RowsHeader header) {
        byte[] lines = record.value();
        if (!Topics.appOf(record.topic()).equals(Optional.of(header.app()))) {
            return Optional.of("rows of app '" + header.app() + "' on another app's topic");
        }
        if (header.version() < 0 || header.count() < 1) {
            return Optional.of("version %d, count %d".formatted(header.version(), header.count()));
        }
        if (header.withId() < 0 || header.withId() > header.count()) {
            return Optional.of("with-id %d of %d rows".formatted(header.withId(), header.count()));
        }
        // Otherwise its last row would run into the first of the next chunk in the file.
        if (lines == null || lines.length == 0 || lines[lines.length - 1] != '\n') {
            return Optional.of("the last row does not end");
        }
        return Optional.empty();
    }

    private static Verdict known(Incoming incoming, RowsHeader header, Found found) {
        ConsumerRecord<byte[], byte[]> record = incoming.record();
        TableSchema schema = found.schema();
        if (!schema.app().equals(header.app())) {
            return refused(incoming, "the table belongs to app '" + schema.app() + "'", false);
        }
        if (found.fingerprint() != header.fingerprint()) {
            return refused(
                    incoming,
                    "fingerprint %x, but version %d of the table has %x"
                            .formatted(header.fingerprint(), header.version(), found.fingerprint()),
                    DeadRecord.isOwn(schema));
        }
        return new Rows(
                header,
                record.value(),
                new Source(partition(record), record.offset(), record.timestamp(), schema));
    }

    private static Refused refused(Incoming incoming, String detail, boolean ofAlterations) {
        ConsumerRecord<byte[], byte[]> record = incoming.record();
        byte[] value = record.value();
        String app = Topics.appOf(record.topic()).orElseThrow();
        return new Refused(
                new DeadRecord(
                        partition(record),
                        record.offset(),
                        record.timestamp(),
                        value == null ? new byte[0] : value,
                        detail,
                        RowsHeader.counted(incoming.header(), app),
                        ofAlterations));
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
