package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.AppDirectory;
import io.sluice.registry.MemoryRegistry;
import io.sluice.registry.WriteKeyHash;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class KeyCacheTest {
    private final MemoryRegistry registry = new MemoryRegistry();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean silent;
    private Instant now = Instant.EPOCH;

    /** The registry, which may be away: counts what it is asked. */
    private AppDirectory watched() {
        return (AppDirectory)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {AppDirectory.class},
                        (proxy, method, arguments) -> {
                            asked.incrementAndGet();
                            if (silent) {
                                return Promise.promise().future();
                            }
                            return away
                                    ? Future.failedFuture("connection refused")
                                    : method.invoke(registry.directory(), arguments);
                        });
    }

    private final KeyCache cache =
            new KeyCache(
                    watched(),
                    new SinkSettings.Keys(
                            2,
                            Duration.ofSeconds(60),
                            Duration.ofSeconds(2),
                            Duration.ofMinutes(10),
                            Duration.ofMillis(100),
                            2),
                    () -> now);

    private Access access(String key) {
        return cache.access(key).await();
    }

    private void add(String app, String key) {
        registry.ensureApp(app).await();
        registry.ensureWriteKey(app, WriteKeyHash.of(key)).await();
    }

    @Test
    void aKnownKeyIsAskedForOnce() {
        add("demo", "k1");
        for (int i = 0; i < 10; i++) {
            assertThat(access("k1")).isEqualTo(new Access.Granted("demo"));
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void anUnknownKeyIsDeniedAndSoonAskedForAgain() {
        assertThat(access("k1")).isEqualTo(new Access.Denied());
        assertThat(access("k1")).isEqualTo(new Access.Denied());
        assertThat(asked).hasValue(1);
        add("demo", "k1");
        now = now.plusSeconds(3);
        assertThat(access("k1")).isEqualTo(new Access.Granted("demo"));
    }

    @Test
    void whileTheRegistryIsAwayKnownKeysGoOnForASetTime() {
        add("demo", "k1");
        access("k1");
        away = true;
        now = now.plusSeconds(120);
        assertThat(access("k1")).isEqualTo(new Access.Granted("demo"));
        assertThat(access("k2")).isInstanceOf(Access.Unknown.class);
        now = now.plusSeconds(600);
        assertThat(access("k1")).isInstanceOf(Access.Unknown.class);
        away = false;
        assertThat(access("k1")).isEqualTo(new Access.Granted("demo"));
    }

    @Test
    void aRegistryThatIsAwayIsNotAskedAtEachRequest() {
        add("demo", "k1");
        access("k1");
        away = true;
        now = now.plusSeconds(61);
        for (int i = 0; i < 10; i++) {
            access("k1");
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNotWaitedForLongAndLookupsAreBounded() {
        silent = true;
        Future<Access> first = cache.access("k1");
        Future<Access> same = cache.access("k1");
        Future<Access> second = cache.access("k2");
        assertThat(cache.access("k3").result()).isInstanceOf(Access.Unknown.class);
        assertThat(asked).hasValue(2);
        assertThat(first.await()).isInstanceOf(Access.Unknown.class);
        assertThat(same.await()).isInstanceOf(Access.Unknown.class);
        assertThat(second.await()).isInstanceOf(Access.Unknown.class);
    }

    @Test
    void theMemoryIsBounded() {
        add("demo", "k1");
        access("k1");
        for (int i = 0; i < 100; i++) {
            access("guess" + i);
        }
        assertThat(access("k1")).isEqualTo(new Access.Granted("demo"));
        assertThat(asked).hasValue(101);
    }

    @Test
    void keysComeInThreeHeaders() {
        assertThat(key("Authorization", "Bearer  abc ")).contains("abc");
        assertThat(key("Authorization", "bearer abc")).contains("abc");
        assertThat(key("X-Write-Key", "abc")).contains("abc");
        String pair = Base64.getEncoder().encodeToString("abc:".getBytes(StandardCharsets.UTF_8));
        assertThat(key("Authorization", "Basic " + pair)).contains("abc");
        assertThat(key("Authorization", "Basic ###")).isEmpty();
        assertThat(key("Authorization", "Digest abc")).isEmpty();
        assertThat(key("Authorization", "Bearer ")).isEmpty();
        assertThat(key("Authorization", "Bearer " + "x".repeat(513))).isEmpty();
        assertThat(key("Other", "abc")).isEmpty();
    }

    private static Optional<String> key(String header, String value) {
        return WriteKey.of(MultiMap.caseInsensitiveMultiMap().add(header, value));
    }
}
