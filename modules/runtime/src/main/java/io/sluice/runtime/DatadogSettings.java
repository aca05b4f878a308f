package io.sluice.runtime;

import io.micrometer.datadog.DatadogConfig;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Our settings as Micrometer wants them. Without descriptions: those would need another key. */
record DatadogSettings(MetricsSettings.Datadog datadog) implements DatadogConfig {
    /** The tag that Datadog takes for the host. */
    static final String HOST_TAG = "instance";

    @Override
    public @Nullable String get(String key) {
        return null;
    }

    @Override
    public String apiKey() {
        return datadog.apiKey().reveal();
    }

    @Override
    public String uri() {
        return datadog.url().toString();
    }

    @Override
    public Duration step() {
        return datadog.every();
    }

    @Override
    public boolean descriptions() {
        return false;
    }

    /** Each process on a host is one more source; Datadog tells them apart by this tag. */
    @Override
    public String hostTag() {
        return HOST_TAG;
    }
}
