package io.sluice.app;

import io.sluice.kafka.KafkaSettings;
import io.sluice.registry.RegistrySettings;
import io.sluice.runtime.Secret;
import io.sluice.runtime.Section;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.WarehouseSettings;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What all roles of an installation share: where Kafka, the registry, the object store and the
 * warehouse are.
 */
public record Backends(
        KafkaSettings kafka,
        RegistrySettings registry,
        StorageSettings storage,
        WarehouseSettings warehouse) {
    /** For processes that store nothing; no call is ever made. */
    private static final StorageSettings NO_STORAGE =
            new StorageSettings(
                    Optional.empty(),
                    "unset",
                    "unset",
                    Optional.empty(),
                    StorageSettings.Limits.DEFAULT);

    private static final WarehouseSettings NO_WAREHOUSE =
            WarehouseSettings.of("jdbc:postgresql://unset/unset", "unset", "");

    /**
     * Reads the sections {@code kafka, registry, storage, warehouse}; the last two only for roles
     * that need them, though they may stand in any file.
     */
    public static Backends read(Section root, Set<Role> roles) {
        boolean loads = roles.contains(Role.LOADER);
        boolean stores = loads || roles.contains(Role.BATCHER);
        return new Backends(
                kafka(root.section("kafka")),
                registry(root.section("registry")),
                stores ? storage(root.section("storage")) : unused(root, "storage", NO_STORAGE),
                loads
                        ? warehouse(root.section("warehouse"))
                        : unused(root, "warehouse", NO_WAREHOUSE));
    }

    private static <T> T unused(Section root, String section, T nothing) {
        root.skip(section);
        return nothing;
    }

    private static KafkaSettings kafka(Section section) {
        String servers = section.text("bootstrap-servers");
        long maxEvent =
                section.bytes(
                        "max-event-size",
                        KafkaSettings.DEFAULT_MAX_EVENT_BYTES,
                        KafkaSettings.MIN_EVENT_BYTES,
                        KafkaSettings.MAX_EVENT_BYTES);
        return new KafkaSettings(
                servers.isEmpty() ? "unset:0" : servers, (int) maxEvent, section.texts("client"));
    }

    private static RegistrySettings registry(Section section) {
        RegistrySettings base;
        String url = section.text("url");
        String user = section.text("user", "sluice");
        Secret password = section.secret("password");
        try {
            base = RegistrySettings.of(url, user, password.reveal());
        } catch (IllegalArgumentException wrong) {
            if (!url.isEmpty()) {
                section.problem("url", url, "is no address", "write postgresql://host:5432/db");
            }
            base = RegistrySettings.of("unset", 5432, "unset", user, password.reveal());
        }
        RegistrySettings sized =
                base.withConnections(
                        section.integer("max-connections", base.maxConnections(), 1, 50));
        return section.bool("behind-pooler", false) ? sized.behindPooler() : sized;
    }

    private static StorageSettings storage(Section section) {
        String endpoint = section.text("endpoint", "");
        String access = section.text("access-key", "");
        Secret secret = section.secret("secret-key");
        String bucket = section.text("bucket");
        return new StorageSettings(
                endpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpoint)),
                section.text("region", "us-east-1"),
                bucket.isEmpty() ? "unset" : bucket,
                access.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StorageSettings.Credentials(access, secret.reveal())),
                StorageSettings.Limits.DEFAULT);
    }

    /** They are held in memory on their way to the dead letters. */
    private static final long MOST_REFUSED_BYTES = 64L * 1024 * 1024;

    private static WarehouseSettings warehouse(Section section) {
        return new WarehouseSettings(
                section.text("url"),
                section.text("user", "sluice"),
                section.secret("password").reveal(),
                section.integer("connections", WarehouseSettings.DEFAULT_CONNECTIONS, 1, 64),
                section.duration(
                        "dedup-window",
                        WarehouseSettings.DEFAULT_DEDUP_WINDOW,
                        Duration.ZERO,
                        Duration.ofDays(3660)),
                section.duration(
                        "lock-timeout",
                        WarehouseSettings.DEFAULT_LOCK_TIMEOUT,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1)),
                section.duration(
                        "statement-timeout",
                        WarehouseSettings.DEFAULT_SOCKET_TIMEOUT,
                        Duration.ofSeconds(10),
                        Duration.ofDays(1)),
                WarehouseSettings.DEFAULT_COPY_BUFFER,
                section.integer(
                        "max-refused-rows", WarehouseSettings.DEFAULT_MAX_REFUSED_ROWS, 0, 100_000),
                section.bytes(
                        "max-refused-bytes",
                        WarehouseSettings.DEFAULT_MAX_REFUSED_BYTES,
                        0,
                        MOST_REFUSED_BYTES),
                "loader",
                WarehouseKindSection.read(section));
    }
}
