package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.devstack.DevStack;
import io.sluice.devstack.S3Endpoint;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The adapter against a real S3 API. */
class S3ObjectStoreIT {
    private static final S3Endpoint S3 = DevStack.shared().s3();
    private static final String BUCKET = S3.bucket();
    private static final S3ObjectStore STORE = S3ObjectStore.create(settings(S3.uri()));

    private final String folder = "it/" + UUID.randomUUID();

    private static StorageSettings settings(URI endpoint) {
        return new StorageSettings(
                Optional.of(endpoint),
                S3.region(),
                BUCKET,
                Optional.of(new StorageSettings.Credentials(S3.accessKey(), S3.secretKey())),
                new StorageSettings.Limits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        2,
                        8));
    }

    @AfterAll
    static void close() {
        STORE.close();
    }

    private static <T> T wait(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void givesBackWhatWasPut() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        wait(STORE.put(BUCKET, folder + "/a.bin", ByteBuffer.wrap(content, 5, 2_000_000)));
        byte[] part = Arrays.copyOfRange(content, 5, 2_000_005);

        assertThat(wait(STORE.get(BUCKET, folder + "/a.bin"))).isEqualTo(part);
        assertThat(wait(STORE.size(BUCKET, folder + "/a.bin"))).contains(2_000_000L);
        try (InputStream stream = wait(STORE.open(BUCKET, folder + "/a.bin"))) {
            assertThat(stream.readAllBytes()).isEqualTo(part);
        }
        wait(STORE.put(BUCKET, folder + "/empty", new byte[0]));
        assertThat(wait(STORE.get(BUCKET, folder + "/empty"))).isEmpty();
    }

    @Test
    void tellsWhatIsMissingFromWhatFails() {
        assertThatThrownBy(() -> wait(STORE.get(BUCKET, folder + "/none")))
                .hasCauseInstanceOf(MissingObjectException.class);
        assertThatThrownBy(() -> wait(STORE.open(BUCKET, folder + "/none")))
                .hasCauseInstanceOf(MissingObjectException.class);
        assertThat(wait(STORE.exists(BUCKET, folder + "/none"))).isFalse();
        wait(STORE.delete(BUCKET, folder + "/none"));
        assertThatThrownBy(() -> wait(STORE.get("no-such-bucket", folder + "/none")))
                .cause()
                .isInstanceOf(StorageException.class)
                .isNotInstanceOf(MissingObjectException.class);
    }

    @Test
    void deletesAndLists() {
        List<CompletableFuture<Void>> puts = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            puts.add(
                    STORE.put(BUCKET, folder + "/list/%04d".formatted(i), new byte[i % 7])
                            .toCompletableFuture());
        }
        puts.forEach(CompletableFuture::join);
        wait(STORE.delete(BUCKET, folder + "/list/0003"));

        List<String> keys = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int pages = 0;
        do {
            ObjectPage page = wait(STORE.list(BUCKET, folder + "/list/", next));
            page.objects().forEach(it -> keys.add(it.key()));
            next = page.next();
            pages++;
        } while (next.isPresent());
        assertThat(keys).hasSize(1_099).isSorted().doesNotContain(folder + "/list/0003");
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void makesABucketOnce() {
        wait(STORE.ensureBucket("made-by-test"));
        wait(STORE.ensureBucket("made-by-test"));
        wait(STORE.put("made-by-test", "a", new byte[1]));
        assertThat(wait(STORE.exists("made-by-test", "a"))).isTrue();
    }

    @Test
    void refusesKeysThatCouldClimbOut() {
        for (String key : List.of("", "/a", "a//b", "../a", "a/../b", "a/.", "a b", "ä", "a/")) {
            assertThatIllegalArgumentException()
                    .as(key)
                    .isThrownBy(() -> STORE.put(BUCKET, key, new byte[1]));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> STORE.put(BUCKET, "a".repeat(1_025), new byte[1]));
    }

    @Test
    void givesUpOnAStoreThatIsNotThere() {
        try (S3ObjectStore nowhere =
                S3ObjectStore.create(settings(URI.create("http://127.0.0.1:1")))) {
            assertThatThrownBy(() -> wait(nowhere.put(BUCKET, "a", new byte[1])))
                    .hasCauseInstanceOf(StorageException.class)
                    .hasMessageContaining("s3://" + BUCKET + "/a");
        }
    }
}
