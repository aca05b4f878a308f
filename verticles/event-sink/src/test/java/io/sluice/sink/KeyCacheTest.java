package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.registry.AppDirectory;
import io.sluice.registry.MemoryRegistry;
import io.sluice.registry.NewWriteKey;
import io.sluice.registry.News;
import io.sluice.registry.WriteKeyHash;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class KeyCacheTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final MemoryRegistry registry = new MemoryRegistry();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean silent;
    private volatile long now;

    private final KeyCache cache = cache(2, 1_000);

    @AfterAll
    static void closeVertx() {
        VERTX.close().await();
    }

    private KeyCache cache(int size, int maxLookups) {
        SinkSettings.Keys settings =
                new SinkSettings.Keys(
                        size,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(10),
                        Duration.ofMillis(100),
                        maxLookups);
        Tenants tenants = new Tenants(SinkSettings.defaults().rates());
        return new KeyCache(VERTX, watched(), settings, tenants, () -> now);
    }

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

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** The app whose door the key opens, or what else became of it. */
    private String access(String key) {
        return word(cache.access(key).await());
    }

    private static String word(Access access) {
        return switch (access) {
            case Access.Granted(Tenant tenant) -> tenant.app();
            case Access.Denied denied -> "denied";
            case Access.Unknown unknown -> "unknown";
        };
    }

    private void add(String app, String key) {
        registry.ensureApp(app).await();
        registry.ensureWriteKey(app, WriteKeyHash.of(key)).await();
    }

    @Test
    void aKnownKeyIsAskedForOnce() {
        add("demo", "k1");
        for (int i = 0; i < 10; i++) {
            assertThat(access("k1")).isEqualTo("demo");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void anUnknownKeyIsDeniedAndSoonAskedForAgain() {
        assertThat(access("k1")).isEqualTo("denied");
        assertThat(access("k1")).isEqualTo("denied");
        assertThat(asked).hasValue(1);
        add("demo", "k1");
        pass(Duration.ofSeconds(3));
        assertThat(access("k1")).isEqualTo("demo");
    }

    @Test
    void aNewKeyOpensAtOnceWhereThereIsNews() {
        assertThat(access("k1")).isEqualTo("denied");
        add("demo", "k1");
        cache.heard(new News.App("demo"));
        assertThat(access("k1")).isEqualTo("demo");
    }

    @Test
    void aRevokedKeyIsDeniedAfterTheNewsOrTheNextReading() {
        registry.ensureApp("demo").await();
        NewWriteKey one = registry.directory().createKey("demo", Optional.empty(), "me").await();
        NewWriteKey two = registry.directory().createKey("demo", Optional.empty(), "me").await();
        for (NewWriteKey key : List.of(one, two)) {
            assertThat(access(key.secret().reveal())).isEqualTo("demo");
        }

        registry.directory().revokeKey("demo", one.key().id(), "me").await();
        cache.heard(new News.App("demo"));
        await().until(() -> access(one.secret().reveal()).equals("denied"));
        assertThat(access(two.secret().reveal())).isEqualTo("demo");

        registry.directory().revokeKey("demo", two.key().id(), "me").await();
        assertThat(access(two.secret().reveal())).isEqualTo("demo");
        cache.refresh();
        await().until(() -> access(two.secret().reveal()).equals("denied"));
    }

    @Test
    void aKeyEndsWhenItsTimeIsOverEvenIfTheRegistryIsAway() {
        registry.ensureApp("demo").await();
        NewWriteKey key =
                registry.directory()
                        .createKey("demo", Optional.of(Instant.now().plusSeconds(60)), "me")
                        .await();
        assertThat(access(key.secret().reveal())).isEqualTo("demo");
        away = true;
        pass(Duration.ofSeconds(50));
        assertThat(access(key.secret().reveal())).isEqualTo("demo");
        pass(Duration.ofSeconds(11));
        assertThat(access(key.secret().reveal())).isEqualTo("unknown");
    }

    @Test
    void whileTheRegistryIsAwayKnownKeysGoOnForASetTime() {
        add("demo", "k1");
        access("k1");
        away = true;
        pass(Duration.ofSeconds(120));
        cache.refresh();
        cache.heard(new News.Missed());
        assertThat(access("k1")).isEqualTo("demo");
        assertThat(access("k2")).isEqualTo("unknown");
        pass(Duration.ofSeconds(600));
        assertThat(access("k1")).isEqualTo("unknown");
        away = false;
        assertThat(access("k1")).isEqualTo("demo");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNotWaitedForLongAndLookupsAreBounded() {
        KeyCache small = cache(2, 2);
        silent = true;
        Future<Access> first = small.access("k1");
        Future<Access> second = small.access("k2");
        Future<Access> same = small.access("k2");
        Future<Access> third = small.access("k3");
        assertThat(word(small.access("k4").result())).isEqualTo("unknown");
        for (Future<Access> each : List.of(first, second, same, third)) {
            assertThat(word(each.await())).isEqualTo("unknown");
        }
        assertThat(asked).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aFloodOfWrongKeysCostsAFewStatementsAndDrivesOutNoGoodOne() {
        add("demo", "k1");
        access("k1");
        List<Future<Access>> flood = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < 900; i++) {
            flood.add(cache.access("guess" + i));
        }
        flood.forEach(each -> assertThat(word(each.await())).isEqualTo("denied"));
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertThat(asked.get()).isLessThanOrEqualTo((int) (3 + millis / 20));
        int before = asked.get();
        assertThat(access("k1")).isEqualTo("demo");
        assertThat(asked).hasValue(before);
    }

    @Test
    void theMemoryOfKnownKeysIsBounded() {
        for (int i = 0; i < 10; i++) {
            add("demo", "k" + i);
            assertThat(access("k" + i)).isEqualTo("demo");
        }
        assertThat(cache.size()).isLessThanOrEqualTo(2);
        assertThat(access("k3")).isEqualTo("demo");
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
