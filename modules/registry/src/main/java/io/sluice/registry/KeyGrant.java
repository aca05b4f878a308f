package io.sluice.registry;

import java.time.Duration;
import java.util.Optional;

/**
 * What a write key opens.
 *
 * @param keyId the public name of the key
 * @param settings of the app
 * @param validFor how long the key goes on, counted from the answer, so that no two clocks have to
 *     agree; empty for a key without end
 */
public record KeyGrant(
        String app, String keyId, AppSettings settings, Optional<Duration> validFor) {}
