package io.sluice.standin.copy;

/**
 * What a COPY did.
 *
 * @param rows rows handed to the sink, or checked with NOLOAD
 * @param files objects read
 * @param bytes bytes of them as they lie in S3
 */
public record CopyResult(long rows, int files, long bytes) {}
