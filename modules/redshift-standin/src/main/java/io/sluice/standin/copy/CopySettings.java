package io.sluice.standin.copy;

import java.net.URI;

/**
 * How COPY reaches S3, and what it lets pass for a right to.
 *
 * @param role the only IAM role that may read; {@code IAM_ROLE default} means the same
 */
public record CopySettings(
        URI endpoint, String region, String accessKey, String secretKey, String role) {
    @Override
    public String toString() {
        return "CopySettings[" + endpoint + ", " + region + ", " + role + "]";
    }
}
