package io.sluice.faults.net;

/** What a role talks to. */
public enum Backend {
    KAFKA,
    REGISTRY,
    WAREHOUSE,
    S3
}
