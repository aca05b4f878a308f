package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.runtime.DependencyWatch.Need;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class DependencyWatchTest {
    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicReference<Future<?>> answer =
            new AtomicReference<>(Future.succeededFuture());
    private final AtomicInteger asked = new AtomicInteger();
    private final DependencyWatch watch =
            new DependencyWatch(
                    vertx, health, meters, Duration.ofMillis(20), Duration.ofMillis(200));

    private Future<?> ask() {
        asked.incrementAndGet();
        return answer.get();
    }

    @BeforeEach
    void started() {
        health.started();
    }

    @AfterEach
    void close() {
        watch.close();
        vertx.close().await();
    }

    private void awaitUp(boolean up) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> {
                            assertThat(
                                            meters.get("sluice.dependency.up")
                                                    .tag("name", "s3")
                                                    .gauge()
                                                    .value())
                                    .isEqualTo(up ? 1 : 0);
                        });
    }

    private Health.Report report() {
        return health.readiness().await();
    }

    @Test
    void whatRefusesIsNamedAndHealsByItself() {
        watch.watch("s3", Need.REQUIRED, this::ask);
        awaitUp(true);
        assertThat(report().ok()).isTrue();
        answer.set(Future.failedFuture("connection refused"));
        awaitUp(false);
        assertThat(report().ok()).isFalse();
        assertThat(report().checks().get("s3").detail()).startsWith("connection refused, since ");
        answer.set(Future.succeededFuture());
        awaitUp(true);
        assertThat(report().ok()).isTrue();
    }

    @Test
    void whatIsSilentIsNamedAndNotAskedAgainMeanwhile() throws InterruptedException {
        watch.watch("s3", Need.REQUIRED, this::ask);
        awaitUp(true);
        Promise<Void> late = Promise.promise();
        answer.set(late.future());
        awaitUp(false);
        assertThat(report().checks().get("s3").detail()).startsWith("no answer within 200ms");
        int before = asked.get();
        Thread.sleep(100);
        assertThat(asked.get()).isEqualTo(before);
        answer.set(Future.succeededFuture());
        late.complete();
        awaitUp(true);
    }

    @Test
    void whatOnlyHelpsIsNamedAndKeepsNobodyUnready() {
        answer.set(Future.failedFuture("away"));
        watch.watch("s3", Need.HELPFUL, this::ask);
        awaitUp(false);
        assertThat(report().ok()).isTrue();
        assertThat(report().notes().get("s3").up()).isFalse();
    }
}
