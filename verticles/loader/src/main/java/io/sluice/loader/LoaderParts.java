package io.sluice.loader;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.warehouse.Warehouse;

import java.util.concurrent.atomic.AtomicLong;

/** What the work of one instance is made of; thread-safe, and longer-lived than a work. */
record LoaderParts(
        String slot,
        LoaderSettings settings,
        KafkaSettings kafka,
        Warehouse warehouse,
        LoadTurns turns,
        RegistryVersions versions,
        Books books,
        OutageWatch outage,
        LoaderMetrics metrics,
        Tally tally,
        AtomicLong lag) {

    /** Connects to Kafka, and fences the predecessor of the same slot. */
    TransactionalWriter writer() {
        return new TransactionalWriter(kafka, slot);
    }
}
