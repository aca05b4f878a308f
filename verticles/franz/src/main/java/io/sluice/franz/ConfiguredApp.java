package io.sluice.franz;

import io.sluice.kafka.Topics;
import io.sluice.runtime.Secret;

/**
 * An app that the settings name.
 *
 * @param name see {@link Topics#checkApp}
 * @param writeKey a key that opens the app's door; an empty one adds none
 */
public record ConfiguredApp(String name, Secret writeKey) {
    public ConfiguredApp {
        Topics.checkApp(name);
    }
}
