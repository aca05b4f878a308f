package io.sluice.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach S3.
 *
 * @param endpoint of a store other than AWS; addressed by path style. Empty: the region's own
 * @param region such as {@code eu-west-1}; not blank
 * @param bucket where batches go; not blank
 * @param credentials empty: the SDK's default chain (environment, profile, pod, instance)
 * @param limits times, retries, concurrency
 */
public record StorageSettings(
        Optional<URI> endpoint,
        String region,
        String bucket,
        Optional<Credentials> credentials,
        Limits limits) {

    public StorageSettings {
        if (region.isBlank() || bucket.isBlank()) {
            throw new IllegalArgumentException(
                    "region '%s' and bucket '%s' have to be given".formatted(region, bucket));
        }
    }

    /** A fixed pair of keys; the secret one is kept out of {@link #toString}. */
    public record Credentials(String accessKey, String secretKey) {
        @Override
        public String toString() {
            return "Credentials[accessKey=" + accessKey + "]";
        }
    }

    /**
     * Bounds of every call.
     *
     * @param connectTimeout to open a connection
     * @param attemptTimeout one try, from first to last byte
     * @param callTimeout a call with all its tries
     * @param maxAttempts tries in all, 1 or more; the SDK waits between them, jittered
     * @param maxConcurrency connections of this process; more calls wait in line
     */
    public record Limits(
            Duration connectTimeout,
            Duration attemptTimeout,
            Duration callTimeout,
            int maxAttempts,
            int maxConcurrency) {
        public static final Limits DEFAULT =
                new Limits(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        4,
                        32);

        public Limits {
            if (maxAttempts < 1 || maxConcurrency < 1) {
                throw new IllegalArgumentException(
                        "maxAttempts %d and maxConcurrency %d have to be 1 or more"
                                .formatted(maxAttempts, maxConcurrency));
            }
            if (callTimeout.compareTo(attemptTimeout) < 0) {
                throw new IllegalArgumentException(
                        "callTimeout %s is below attemptTimeout %s"
                                .formatted(callTimeout, attemptTimeout));
            }
        }
    }
}
