package io.sluice.archive;

import io.sluice.events.EventRecord;

/** A record of an events topic and where it lies, or lay. */
public record RawRecord(String topic, int partition, long offset, EventRecord record) {}
