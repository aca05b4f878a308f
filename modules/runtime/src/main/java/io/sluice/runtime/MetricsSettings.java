package io.sluice.runtime;

import java.net.URI;
import java.time.Duration;

/**
 * What is measured in detail, and where measures go beside {@code /metrics}.
 *
 * @param topApps apps with metrics of their own, the busiest; the others are one, {@code other}
 * @param topTables tables, in the same way
 * @param datadog where the key is empty nothing is sent
 */
public record MetricsSettings(int topApps, int topTables, Datadog datadog) {
    public static final MetricsSettings DEFAULT =
            new MetricsSettings(
                    100,
                    100,
                    new Datadog(
                            new Secret(""),
                            URI.create("https://api.datadoghq.com"),
                            Duration.ofSeconds(10)));

    private static final int MOST = 10_000;

    /**
     * Datadog's metrics API.
     *
     * @param url without a path
     * @param every how often all measures are sent
     */
    public record Datadog(Secret apiKey, URI url, Duration every) {}

    static MetricsSettings read(Section section) {
        Section datadog = section.section("datadog");
        String url = datadog.text("url", DEFAULT.datadog.url.toString());
        URI address = DEFAULT.datadog.url;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException wrong) {
            datadog.problem("url", url, "is no address", "write https://api.datadoghq.com");
        }
        return new MetricsSettings(
                section.integer("top-apps", DEFAULT.topApps, 0, MOST),
                section.integer("top-tables", DEFAULT.topTables, 0, MOST),
                new Datadog(
                        datadog.secret("api-key"),
                        address,
                        datadog.duration(
                                "every",
                                DEFAULT.datadog.every,
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(5))));
    }
}
