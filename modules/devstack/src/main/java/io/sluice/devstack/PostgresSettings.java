package io.sluice.devstack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the embedded server differs in from PostgreSQL's own defaults. */
final class PostgresSettings {
    private PostgresSettings() {}

    /** The options of a server on a port. */
    static String options(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", Ports.HOST);
        settings.put("unix_socket_directories", "");
        // Durable: these are the defaults, said here because the whole pipeline rests on them.
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("max_connections", "100");
        settings.put("shared_buffers", "256MB");
        // No standby reads the log: loading into a table made in the same transaction skips it.
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("max_logical_replication_workers", "0");
        settings.put("max_wal_size", "4GB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        // How the server fares; a failed statement is its client's to report.
        settings.put("log_min_messages", "log");
        settings.put("log_checkpoints", "off");
        return settings.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "='" + setting.getValue() + "'")
                .collect(Collectors.joining(" "));
    }
}
