package io.sluice.registry;

import static io.sluice.registry.Samples.await;
import static io.sluice.registry.Samples.column;
import static io.sluice.registry.Samples.lineage;
import static io.sluice.registry.Samples.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.registry.RegistryException.Kind;
import io.sluice.schema.TableSchema;
import io.vertx.core.Vertx;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** What the registry does while its database, or the way there, is down. */
class RegistryOutageIT {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void closeVertx() {
        await(VERTX.close());
    }

    @Test
    void aCommitWhoseAnswerWasLostIsStillOurs() {
        RegistrySettings target = TestDatabase.emptyDatabase("lost_answer");
        BadNetwork network = new BadNetwork(VERTX, target);
        PostgresRegistry registry = open(target, network, Duration.ofSeconds(10));
        TableSchema schema = makeTable(registry);
        // The first commit teaches the connection the statement: the next answer is the commit's.
        TableSchema one = with(schema, column("a"));
        await(registry.commit(one, lineage("me")));

        network.loseTheNextAnswer();
        TableSchema two = with(one, column("b"));
        Commit commit = await(registry.commit(two, lineage("me")));

        assertThat(commit).isEqualTo(new Commit.Committed(two));
        assertThat(registry.counters().retries()).isPositive();
        assertThat(registry.counters().conflicts()).isZero();
        assertThat(await(registry.history(schema.table()))).hasSize(2);
        await(registry.close());
    }

    @Test
    void silenceEndsWithAnErrorAndHeals() {
        RegistrySettings target = TestDatabase.emptyDatabase("silence");
        BadNetwork network = new BadNetwork(VERTX, target);
        PostgresRegistry registry = open(target, network, Duration.ofSeconds(2));
        TableSchema schema = makeTable(registry);

        network.fallSilent();
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(registry.current(schema.table())))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));

        network.recover();
        Awaitility.await()
                .ignoreException(RegistryException.class)
                .untilAsserted(
                        () -> assertThat(await(registry.current(schema.table()))).contains(schema));
        await(registry.close());
    }

    @Test
    void writersGoOnWhileConnectionsAreCut() throws Exception {
        RegistrySettings settings = TestDatabase.emptyDatabase("cuts");
        goOnDuring(
                settings,
                done -> {
                    while (!done.get()) {
                        TestDatabase.cutConnections(settings);
                        Thread.sleep(100);
                    }
                });
    }

    @Test
    void writersGoOnWhileTheServerIsRestarted() throws Exception {
        goOnDuring(
                TestDatabase.emptyDatabase("restart"),
                done -> {
                    Thread.sleep(100);
                    TestDatabase.restart(Duration.ofSeconds(1));
                });
    }

    private interface Trouble {
        void make(AtomicBoolean done) throws InterruptedException;
    }

    /** Eight writers commit twenty versions each: all of them, each once, whatever happens. */
    private static void goOnDuring(RegistrySettings settings, Trouble trouble) throws Exception {
        PostgresRegistry registry = await(PostgresRegistry.open(VERTX, settings));
        TableSchema start = makeTable(registry);
        AtomicBoolean done = new AtomicBoolean();
        int committed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(9)) {
            var maker =
                    threads.submit(
                            () -> {
                                trouble.make(done);
                                return 0;
                            });
            var writers =
                    IntStream.range(0, 8)
                            .mapToObj(i -> threads.submit(() -> commitMany(registry, start, i)))
                            .toList();
            for (var writer : writers) {
                committed += writer.get();
            }
            done.set(true);
            maker.get();
        }

        var history = await(registry.history(start.table()));
        assertThat(committed).isEqualTo(8 * 20);
        assertThat(history).hasSize(committed);
        assertThat(history.getLast().getKey().columns()).hasSize(committed);
        assertThat(registry.counters().retries()).isPositive();
        await(registry.close());
    }

    private static int commitMany(Registry registry, TableSchema start, int writer) {
        TableSchema base = start;
        int committed = 0;
        while (committed < 20) {
            TableSchema next = with(base, column("w" + writer + "_" + committed));
            switch (await(registry.commit(next, lineage("writer-" + writer)))) {
                case Commit.Committed(TableSchema schema) -> {
                    base = schema;
                    committed++;
                }
                case Commit.Conflict(TableSchema current) -> base = current;
            }
        }
        return committed;
    }

    @Test
    void aListenerLearnsThatItMayHaveMissedNews() {
        RegistrySettings settings = TestDatabase.emptyDatabase("missed");
        PostgresRegistry registry = await(PostgresRegistry.open(VERTX, settings));
        PostgresRegistry other = await(PostgresRegistry.open(VERTX, settings));
        TableSchema start = makeTable(registry);
        Queue<News> news = new ConcurrentLinkedQueue<>();
        await(registry.onNews(news::add));

        TestDatabase.cutConnections(settings);

        Awaitility.await().untilAsserted(() -> assertThat(news).contains(new News.Missed()));
        await(other.commit(with(start, column("a")), lineage("other")));
        Awaitility.await()
                .untilAsserted(() -> assertThat(news).contains(new News.Table(start.table())));
        await(registry.close());
        await(other.close());
    }

    @Test
    void openingFailsInTimeWhereNothingListens() {
        RegistrySettings nowhere =
                TestDatabase.settings()
                        .at("127.0.0.1", 1, "registry")
                        .withPatience(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> await(PostgresRegistry.open(VERTX, nowhere)))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    private static TableSchema makeTable(Registry registry) {
        await(registry.ensureApp("shop"));
        return await(registry.table("shop", "user", "login"));
    }

    /** One connection over this network, so that it is clear which answer is which. */
    private static PostgresRegistry open(
            RegistrySettings target, BadNetwork network, Duration patience) {
        RegistrySettings over =
                target.at("127.0.0.1", await(network.listen()), target.database())
                        .withConnections(1)
                        .withPatience(Duration.ofSeconds(1), patience);
        return await(PostgresRegistry.open(VERTX, over));
    }
}
