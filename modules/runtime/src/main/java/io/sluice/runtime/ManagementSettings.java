package io.sluice.runtime;

import java.time.Duration;

/**
 * How operators see this process.
 *
 * @param host the address to bind, 127.0.0.1 by default: metrics are not for the world
 * @param port 0 to 65535; 0 takes a free one
 * @param maxConnections open connections; one more closes the oldest
 * @param logFormat of the lines on standard error
 * @param reportEvery pause between two times that this process tells the registry how it is
 */
public record ManagementSettings(
        String host,
        int port,
        int maxConnections,
        LogFormat logFormat,
        Duration reportEvery,
        MetricsSettings metrics) {
    /** A free port of this machine. */
    public static final ManagementSettings LOCAL =
            new ManagementSettings(
                    "127.0.0.1",
                    0,
                    100,
                    LogFormat.TEXT,
                    Duration.ofSeconds(2),
                    MetricsSettings.DEFAULT);

    /** How a log line looks. */
    public enum LogFormat {
        /** For people. */
        TEXT,
        /** One JSON object a line, key-value pairs among its members. */
        JSON
    }

    public static ManagementSettings read(Section section) {
        return new ManagementSettings(
                section.text("host", "127.0.0.1"),
                section.integer("port", 8081, 0, 65_535),
                section.integer("max-connections", LOCAL.maxConnections, 1, 100_000),
                section.choice("log-format", LogFormat.class, LOCAL.logFormat),
                section.duration(
                        "report-every",
                        LOCAL.reportEvery,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5)),
                MetricsSettings.read(section.section("metrics")));
    }
}
