package io.sluice.devstack;

import java.net.URI;

/**
 * How to reach an S3 API.
 *
 * @param uri its address; buckets stand in the path
 * @param region what clients have to name
 * @param bucket the bucket that is there
 */
public record S3Endpoint(
        URI uri, String region, String accessKey, String secretKey, String bucket) {
    @Override
    public String toString() {
        return "S3Endpoint[uri=%s, bucket=%s]".formatted(uri, bucket);
    }
}
