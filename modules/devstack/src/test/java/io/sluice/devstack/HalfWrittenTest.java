package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

class HalfWrittenTest {
    @Test
    void removesWhatIsNamedAfterAnUploadOnly(@TempDir Path bucket) throws IOException {
        Path table = Files.createDirectories(bucket.resolve("app").resolve(id()));
        Path object = Files.createFile(table.resolve(id() + "-1.csv.zst"));
        Path manifest = Files.createFile(table.resolve(id() + ".manifest.json"));
        Path half = Files.createFile(table.resolve(id() + "-2.csv.zst-" + id()));

        HalfWritten.sweep(bucket);

        assertThat(object).exists();
        assertThat(manifest).exists();
        assertThat(half).doesNotExist();
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }
}
