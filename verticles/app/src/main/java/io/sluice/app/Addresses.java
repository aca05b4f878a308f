package io.sluice.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.devstack.DevStack;
import io.sluice.kafka.KafkaSettings;
import io.sluice.registry.RegistrySettings;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.WarehouseSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a running {@code dev} listen. The file of it lies in the data folder as long
 * as it runs, for its owner only: it holds secrets.
 */
public record Addresses(Map<String, String> all) {
    private static final String FILE = "addresses.json";
    private static final String CONSOLE = "console";
    private static final String ADMIN_TOKEN = "adminToken";
    private static final String REGISTRY = "registry";
    private static final String WAREHOUSE = "warehouse-address";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String S3_REGION = "s3-region";
    private static final String S3_BUCKET = "s3-bucket";
    private static final String S3_ACCESS_KEY = "s3-access-key";
    private static final String S3_SECRET_KEY = "s3-secret-key";

    /** Not for a person's eyes, or of no use to them. */
    private static final List<String> HIDDEN =
            List.of(
                    REGISTRY,
                    WAREHOUSE,
                    USER,
                    PASSWORD,
                    S3_REGION,
                    S3_BUCKET,
                    S3_ACCESS_KEY,
                    S3_SECRET_KEY);

    static Addresses of(Embedded embedded) {
        DevStack stack = embedded.stack();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("http", embedded.httpUrl());
        all.put("management", "http://127.0.0.1:" + embedded.installation().managementPort());
        all.put(
                "warehouse",
                "%s%suser=%s&password=%s"
                        .formatted(
                                embedded.warehouseJdbc(),
                                embedded.warehouseJdbc().contains("?") ? "&" : "?",
                                URLEncoder.encode(stack.postgresUser(), StandardCharsets.UTF_8),
                                URLEncoder.encode(
                                        stack.postgresPassword(), StandardCharsets.UTF_8)));
        all.put("s3", stack.s3().uri().toString());
        all.put("kafka", stack.kafka());
        all.put("writeKey", embedded.writeKey());
        all.put(CONSOLE, embedded.consoleUrl());
        all.put(ADMIN_TOKEN, embedded.adminToken());
        all.put(REGISTRY, stack.registryJdbc());
        all.put(WAREHOUSE, embedded.warehouseJdbc());
        all.put(USER, stack.postgresUser());
        all.put(PASSWORD, stack.postgresPassword());
        all.put(S3_REGION, stack.s3().region());
        all.put(S3_BUCKET, stack.s3().bucket());
        all.put(S3_ACCESS_KEY, stack.s3().accessKey());
        all.put(S3_SECRET_KEY, stack.s3().secretKey());
        return new Addresses(all);
    }

    /** What {@code dev} prints. */
    Map<String, String> printed() {
        Map<String, String> printed = new LinkedHashMap<>(all);
        printed.keySet().removeAll(HIDDEN);
        return printed;
    }

    String http() {
        return get("http");
    }

    String management() {
        return get("management");
    }

    /** Of the admin API. */
    public String console() {
        return get(CONSOLE);
    }

    /** What opens the admin API. */
    public String adminToken() {
        return get(ADMIN_TOKEN);
    }

    /** The backends, as another process on this machine reaches them. */
    Backends backends() {
        return new Backends(
                KafkaSettings.of(get("kafka")),
                RegistrySettings.of(get(REGISTRY), get(USER), get(PASSWORD)),
                new StorageSettings(
                        Optional.of(URI.create(get("s3"))),
                        get(S3_REGION),
                        get(S3_BUCKET),
                        Optional.of(
                                new StorageSettings.Credentials(
                                        get(S3_ACCESS_KEY), get(S3_SECRET_KEY))),
                        StorageSettings.Limits.DEFAULT),
                get(WAREHOUSE).startsWith("jdbc:redshift:")
                        ? EmbeddedRedshift.settings(get(WAREHOUSE), get(USER), get(PASSWORD))
                        : WarehouseSettings.of(get(WAREHOUSE), get(USER), get(PASSWORD)));
    }

    private String get(String name) {
        return Optional.ofNullable(all.get(name))
                .orElseThrow(() -> new IllegalStateException(FILE + " lacks " + name));
    }

    void write(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Path fresh =
                    Files.createTempFile(
                            folder,
                            FILE,
                            ".new",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.write(fresh, new ObjectMapper().writeValueAsBytes(all));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    /** What a running {@code dev} wrote; empty where none runs that is ready. */
    public static Optional<Addresses> find(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file)
                    ? Optional.of(
                            new Addresses(
                                    new ObjectMapper()
                                            .readValue(file.toFile(), new TypeReference<>() {})))
                    : Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }

    /** Removes the file; only for the process that has locked the folder. */
    static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(FILE));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot remove " + folder.resolve(FILE), failed);
        }
    }
}
