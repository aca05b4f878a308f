package io.sluice.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.devstack.DevStack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the parts of an embedded installation listen. It holds secrets: the file of it is for its
 * owner only.
 */
record Addresses(Map<String, String> toMap) {
    private static final String FILE = "addresses.json";

    static Addresses of(Embedded embedded) {
        DevStack stack = embedded.stack();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("http", embedded.httpUrl());
        all.put("management", "http://127.0.0.1:" + embedded.installation().managementPort());
        all.put(
                "warehouse",
                "%s?user=%s&password=%s"
                        .formatted(
                                stack.warehouseJdbc(),
                                URLEncoder.encode(stack.postgresUser(), StandardCharsets.UTF_8),
                                URLEncoder.encode(
                                        stack.postgresPassword(), StandardCharsets.UTF_8)));
        all.put("s3", stack.s3().uri().toString());
        all.put("kafka", stack.kafka());
        all.put("writeKey", embedded.writeKey());
        return new Addresses(all);
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
            Files.write(fresh, new ObjectMapper().writeValueAsBytes(toMap));
            Files.move(
                    fresh,
                    file,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + file, failed);
        }
    }

    /** What {@link #write} left on a folder. */
    static Addresses read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return new Addresses(
                    new ObjectMapper().readValue(file.toFile(), new TypeReference<>() {}));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }
}
