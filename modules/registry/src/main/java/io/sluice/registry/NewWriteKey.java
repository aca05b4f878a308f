package io.sluice.registry;

/** A key just made, and the one chance to see it. */
public record NewWriteKey(WriteKeyRecord key, WriteKeySecret secret) {}
