package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.runtime.Drain.Phase;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class DrainTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private final Drain drain = new Drain();
    private final List<String> ran = new CopyOnWriteArrayList<>();

    private void step(Phase phase, String name) {
        drain.add(
                phase,
                name,
                LIMIT,
                () -> {
                    ran.add(name);
                    return Future.succeededFuture();
                });
    }

    @Test
    void stepsRunByPhaseAndWithinAPhaseLastAddedFirst() {
        step(Phase.PLATFORM, "vertx");
        step(Phase.STORES, "registry");
        step(Phase.STAGES, "sqlizer");
        step(Phase.STAGES, "batcher");
        step(Phase.UNREADY, "unready");
        step(Phase.INGRESS, "http");
        assertThat(drain.run()).isEmpty();
        assertThat(ran)
                .containsExactly("unready", "http", "batcher", "sqlizer", "registry", "vertx");
        assertThat(drain.limit()).isEqualTo(LIMIT.multipliedBy(6));
    }

    @Test
    void aStepThatFailsThrowsOrHangsDoesNotStopTheDrain() {
        drain.add(Phase.UNREADY, "fails", LIMIT, () -> Future.failedFuture("no"));
        drain.add(
                Phase.INGRESS,
                "throws",
                LIMIT,
                () -> {
                    throw new IllegalStateException("no");
                });
        drain.add(Phase.STAGES, "hangs", Duration.ofMillis(20), () -> Promise.promise().future());
        step(Phase.PLATFORM, "last");
        assertThat(drain.run()).containsExactly("fails", "throws", "hangs");
        assertThat(ran).containsExactly("last");
    }

    @Test
    void itRunsOnceAndTheSecondCallerWaitsForTheFirst() throws Exception {
        Promise<Void> open = Promise.promise();
        drain.add(
                Phase.STAGES,
                "slow",
                LIMIT,
                () -> {
                    ran.add("slow");
                    return open.future();
                });
        Thread first = Thread.ofPlatform().start(drain::run);
        Thread second = Thread.ofPlatform().start(drain::run);
        await().until(() -> isWaiting(first) && isWaiting(second));
        open.complete();
        first.join(5000);
        second.join(5000);
        assertThat(second.isAlive()).isFalse();
        assertThat(ran).containsExactly("slow");
    }

    private static boolean isWaiting(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
}
