package io.sluice.registry;

import static io.sluice.registry.Samples.await;
import static io.sluice.registry.Samples.column;
import static io.sluice.registry.Samples.lineage;
import static io.sluice.registry.Samples.with;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.TableSchema;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What the registry costs the database. */
class RegistryConnectionsIT {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void closeVertx() {
        await(VERTX.close());
    }

    @Test
    void sixteenProcessesStartTogetherAndTakeFortyEightConnectionsAtMost() throws Exception {
        RegistrySettings settings = TestDatabase.emptyDatabase("connections");
        AtomicLong most = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread watch =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!done.get()) {
                                        long now = TestDatabase.connections(settings);
                                        most.accumulateAndGet(now, Math::max);
                                    }
                                });

        List<Future<CachedRegistry>> opening = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            opening.add(PostgresRegistry.open(VERTX, settings).compose(CachedRegistry::over));
        }
        List<CachedRegistry> processes = new ArrayList<>();
        opening.forEach(one -> processes.add(await(one)));
        await(processes.getFirst().ensureApp("shop"));
        List<Future<TableSchema>> calls = new ArrayList<>();
        for (CachedRegistry process : processes) {
            for (int i = 0; i < 50; i++) {
                calls.add(process.table("shop", "user", "kind" + i));
            }
        }
        calls.forEach(Samples::await);
        done.set(true);
        watch.join();

        assertThat(most.get()).isBetween(16L * 2, 48L);
        assertThat(await(processes.getFirst().tables("shop"))).hasSize(50);
        processes.forEach(process -> await(process.close()));
        Awaitility.await().until(() -> TestDatabase.connections(settings) == 0);
    }

    @Test
    void nothingIsAskedInSteadyState() {
        PostgresRegistry postgres =
                await(PostgresRegistry.open(VERTX, TestDatabase.emptyDatabase("steady")));
        CachedRegistry registry = await(CachedRegistry.over(postgres));
        await(registry.ensureApp("shop"));
        TableSchema start = await(registry.table("shop", "user", "login"));
        TableSchema one = with(start, column("level"));
        await(registry.commit(one, lineage("a")));
        await(registry.version(start.table(), 1));
        long before = postgres.counters().statements();

        for (int i = 0; i < 100_000; i++) {
            assertThat(await(registry.table("shop", "user", "login"))).isSameAs(one);
            await(registry.version(start.table(), 1));
            registry.known("shop", "user", "login");
        }

        assertThat(postgres.counters().statements()).isEqualTo(before);
        assertThat(postgres.counters().commits()).isEqualTo(1);
        assertThat(postgres.counters().conflicts()).isZero();
        await(registry.close());
    }

    @Test
    void oneQuestionAnswersAllAndEachOnItsOwnContext() {
        PostgresRegistry postgres =
                await(PostgresRegistry.open(VERTX, TestDatabase.emptyDatabase("contexts")));
        CachedRegistry registry = await(CachedRegistry.over(postgres));
        await(registry.ensureApp("shop"));
        long before = postgres.counters().statements();
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Promise<Boolean> here = Promise.promise();
            answers.add(here.future());
            Context context = ((VertxInternal) VERTX).createEventLoopContext();
            context.runOnContext(
                    now ->
                            registry.table("shop", "user", "login")
                                    .map(made -> Vertx.currentContext() == context)
                                    .onComplete(here));
        }

        assertThat(answers).allSatisfy(answer -> assertThat(await(answer)).isTrue());
        // Look, create, look again; once more where somebody asked just after the answer.
        assertThat(postgres.counters().statements() - before).isLessThanOrEqualTo(6);
        await(registry.close());
    }
}
