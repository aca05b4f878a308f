package io.sluice.loader;

import io.sluice.warehouse.Warehouse;

import java.util.concurrent.atomic.AtomicLong;

/** What the work of one instance is made of; thread-safe, and longer-lived than a work. */
record LoaderParts(
        String slot,
        LoaderSettings settings,
        Warehouse warehouse,
        LoadTurns turns,
        RegistryVersions versions,
        Books books,
        OutageWatch outage,
        LoaderMetrics metrics,
        Tally tally,
        AtomicLong lag) {}
