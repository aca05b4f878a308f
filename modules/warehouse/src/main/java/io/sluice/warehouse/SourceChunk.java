package io.sluice.warehouse;

/** Which record of an events topic rows came from. */
public record SourceChunk(String topic, int partition, long offset) {}
