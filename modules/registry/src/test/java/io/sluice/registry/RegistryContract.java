package io.sluice.registry;

import static io.sluice.registry.Samples.await;
import static io.sluice.registry.Samples.column;
import static io.sluice.registry.Samples.lineage;
import static io.sluice.registry.Samples.next;
import static io.sluice.registry.Samples.with;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What every registry does. */
abstract class RegistryContract extends AppDirectoryContract {
    private Registry registry;
    private String app;

    @BeforeEach
    void makeApp() {
        registry = registry();
        app = "shop-" + UUID.randomUUID().toString().substring(0, 8);
        await(registry.ensureApp(app));
    }

    @Test
    void appsAndKeysAreMadeOnce() {
        WriteKeyHash key = WriteKeyHash.of("secret of " + app);
        for (int i = 0; i < 2; i++) {
            await(registry.ensureApp(app));
            await(registry.ensureWriteKey(app, key));
        }

        assertThat(await(registry.apps())).containsOnlyOnce(app).isSorted();
        assertThat(await(registry.directory().keys(app))).hasSize(1);
    }

    @Test
    void aKeyOpensOneDoorOnly() {
        WriteKeyHash key = WriteKeyHash.of("key of " + app);
        await(registry.ensureWriteKey(app, key));
        await(registry.ensureApp(app + "-2"));

        refused(() -> await(registry.ensureWriteKey(app + "-2", key)));
        refused(() -> await(registry.ensureWriteKey("nobody", WriteKeyHash.of("other"))));
        assertThat(opens(key)).contains(app);
    }

    @Test
    void aTableIsMadeOnceAndStartsAtVersionZero() {
        TableSchema made = await(registry.table(app, "user", "pass_mission"));

        assertThat(made.name()).isEqualTo("_e_user__pass_mission");
        assertThat(made.version()).isZero();
        assertThat(made.columns()).isEmpty();
        assertThat(await(another().table(app, "user", "pass_mission"))).isEqualTo(made);
        assertThat(await(registry.current(made.table()))).contains(made);
        assertThat(await(registry.version(made.table(), 0))).contains(made);
        assertThat(await(registry.version(made.table(), 1))).isEmpty();
        assertThat(await(registry.current(new TableUid(UUID.randomUUID())))).isEmpty();
        refused(() -> await(registry.table("nobody", "user", "pass_mission")));
    }

    @Test
    void kindsWhoseNamesCollideGetTwoTables() {
        TableSchema first = await(registry.table(app, "user", "Sign Up"));
        TableSchema second = await(registry.table(app, "user", "sign-up"));

        assertThat(second.table()).isNotEqualTo(first.table());
        assertThat(second.name()).isNotEqualTo(first.name()).startsWith("_e_user__sign_up");
        assertThat(await(registry.table(app, "user", "sign-up"))).isEqualTo(second);
        assertThat(await(registry.tables(app)))
                .containsExactlyInAnyOrder(first, second)
                .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    }

    @Test
    void anyTextMayNameAKind() {
        TableSchema odd = await(registry.table(app, "na\u0000~u0000 ~0", "\uD83D\uDE00 é"));

        assertThat(odd.entype()).isEqualTo("na\u0000~u0000 ~0");
        assertThat(odd.evname()).isEqualTo("\uD83D\uDE00 é");
        assertThat(await(another().table(app, "na\u0000~u0000 ~0", "\uD83D\uDE00 é")))
                .isEqualTo(odd);
    }

    @Test
    void theFirstCommitWinsAndTheSecondLearnsIt() {
        TableSchema start = await(registry.table(app, "user", "login"));
        TableSchema mine = with(start, column("level"));
        TableSchema other = with(start, column("mission"));

        assertThat(await(registry.commit(mine, lineage("a"))))
                .isEqualTo(new Commit.Committed(mine));
        assertThat(await(another().commit(other, lineage("b"))))
                .isEqualTo(new Commit.Conflict(mine));
        assertThat(await(another().current(start.table()))).contains(mine);
        assertThat(await(another().version(start.table(), 1))).contains(mine);
        assertThat(await(another().table(app, "user", "login"))).isEqualTo(mine);
    }

    @Test
    void factsAndOddPathsComeBackAsTheyWere() {
        TableSchema start = await(registry.table(app, "user", "odd"));
        Facts facts = new Facts(31, true, true, Facts.UNLIMITED, Facts.UNLIMITED, Facts.UNLIMITED);
        TableSchema odd =
                next(
                        start,
                        List.of(
                                new Column(
                                        "/body/a~1b~0\"'\\\n\u0000\uD800é\uD83D\uDE00", "a", facts),
                                new Column("/body/", "b", Facts.ofText(70_000))));

        assertThat(await(registry.commit(odd, lineage("a")))).isEqualTo(new Commit.Committed(odd));
        assertThat(await(another().current(start.table()))).contains(odd);
    }

    @Test
    void sixteenWritersJoinUntilAllColumnsAreIn() throws Exception {
        TableSchema start = await(registry.table(app, "user", "race"));
        List<Callable<Integer>> writers =
                IntStream.range(0, 16)
                        .<Callable<Integer>>mapToObj(
                                i -> () -> commitUntilIn(start, column("c" + i), "writer-" + i))
                        .toList();

        List<Integer> won = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (var result : threads.invokeAll(writers)) {
                won.add(result.get());
            }
        }

        assertThat(won)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 16).boxed().toList());
        TableSchema last = await(another().current(start.table())).orElseThrow();
        assertThat(last.version()).isEqualTo(16);
        assertThat(new HashSet<>(last.columns())).hasSize(16);
        assertThat(await(registry.history(start.table())))
                .extracting(entry -> entry.getKey().version())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 16).boxed().toList());
    }

    private int commitUntilIn(TableSchema start, Column column, String instance) {
        TableSchema base = start;
        while (true) {
            Commit commit = await(registry.commit(with(base, column), lineage(instance)));
            switch (commit) {
                case Commit.Committed(TableSchema schema) -> {
                    return schema.version();
                }
                case Commit.Conflict(TableSchema current) -> base = current;
            }
        }
    }

    @Test
    void everyVersionLeadsBackToItsCause() {
        TableSchema start = await(registry.table(app, "user", "history"));
        TableSchema one = with(start, column("level"));
        TableSchema two = with(one, column("mission"));
        await(registry.commit(one, lineage("sqlizer-a")));
        await(registry.commit(two, lineage("sqlizer-b")));

        var history = await(registry.history(start.table()));

        assertThat(history).hasSize(2);
        assertThat(history.getFirst().getKey()).isEqualTo(one);
        assertThat(history.getFirst().getValue()).isEqualTo(lineage("sqlizer-a"));
        assertThat(history.getLast().getKey()).isEqualTo(two);
        assertThat(history.getLast().getValue()).isEqualTo(lineage("sqlizer-b"));
    }

    @Test
    void noVersionBreaksWhatWasPromised() {
        TableSchema start = await(registry.table(app, "user", "promises"));
        TableSchema one = next(start, List.of(column("a"), column("b")));
        Column samePath = new Column("/body/a", "other", Facts.OF_BOOL);
        Column sameName = new Column("/body/other", "a", Facts.OF_BOOL);
        refused(
                () ->
                        await(
                                registry.commit(
                                        with(with(start, column("a")), column("b")),
                                        lineage("early"))));
        await(registry.commit(one, lineage("first")));

        for (List<Column> broken :
                List.of(
                        List.of(column("a"), column("b"), samePath),
                        List.of(column("a"), column("b"), sameName),
                        List.of(column("a")),
                        List.of(column("b"), column("a")),
                        List.of(column("a"), new Column("/body/b", "renamed", Facts.OF_INT64)))) {
            refused(() -> await(registry.commit(next(one, broken), lineage("broken"))));
        }
        refused(() -> await(registry.commit(start, lineage("zero"))));
        assertThat(await(another().current(start.table()))).contains(one);
    }

    @Test
    void newsReachesTheOthersOnly() {
        Queue<News> here = new ConcurrentLinkedQueue<>();
        Queue<News> there = new ConcurrentLinkedQueue<>();
        await(registry.onNews(here::add));
        await(another().onNews(there::add));
        TableSchema start = await(registry.table(app, "user", "news"));

        await(registry.commit(with(start, column("level")), lineage("a")));

        News news = new News.Table(start.table());
        Awaitility.await().untilAsserted(() -> assertThat(there).contains(news));
        assertThat(here).doesNotContain(news);
    }

    @Test
    void unitsArePublishedThenLoadedOrParked() {
        TableSchema schema = await(registry.table(app, "user", "units"));
        LoadUnit first = Samples.unit(schema, 10);
        LoadUnit second = Samples.unit(schema, 20);
        LoadUnit third = Samples.unit(schema, 30);
        await(registry.published(List.of()));
        await(registry.published(List.of(first, second)));
        await(another().published(List.of(second, third)));
        assertThat(units(UnitRecord.State.PUBLISHED)).containsOnly(first, second, third);

        await(registry.loaded(List.of(first.id(), UUID.randomUUID())));
        await(registry.parked(second.id(), "no such \u0000 column"));
        await(registry.published(List.of(first, second)));
        await(registry.parked(first.id(), "what is loaded stays so"));

        assertThat(units(UnitRecord.State.LOADED)).containsOnly(first);
        assertThat(units(UnitRecord.State.PUBLISHED)).containsOnly(third);
        UnitRecord parked = await(registry.units(app, UnitRecord.State.PARKED)).getFirst();
        assertThat(parked.unit()).isEqualTo(second);
        assertThat(parked.reason()).startsWith("no such ").endsWith(" column");
        await(registry.loaded(List.of(second.id())));
        assertThat(units(UnitRecord.State.LOADED)).containsExactly(second, first);
        assertThat(units(UnitRecord.State.PARKED)).isEmpty();
    }

    @Test
    void unitsComeInPagesAndOneByOne() {
        TableSchema schema = await(registry.table(app, "user", "pages"));
        List<LoadUnit> all = new ArrayList<>();
        for (int rows = 1; rows <= 7; rows++) {
            all.add(Samples.unit(schema, rows));
        }
        // At one moment, so that the ids decide.
        await(registry.published(all));
        assertThat(pages(UnitRecord.State.PUBLISHED)).containsExactlyInAnyOrderElementsOf(all);
        LoadUnit any = all.get(3);
        assertThat(await(another().unit(any.id()))).map(UnitRecord::unit).contains(any);
        assertThat(await(registry.unit(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void loadedUnitsComeInPagesTheLastFirst() throws InterruptedException {
        TableSchema schema = await(registry.table(app, "user", "done"));
        List<LoadUnit> newestFirst = new ArrayList<>();
        for (int rows = 1; rows <= 5; rows++) {
            LoadUnit unit = Samples.unit(schema, rows);
            await(registry.published(List.of(unit)));
            await(registry.loaded(List.of(unit.id())));
            newestFirst.addFirst(unit);
            // Loaded in one microsecond, their ids would decide.
            TimeUnit.MILLISECONDS.sleep(2);
        }
        assertThat(pages(UnitRecord.State.LOADED)).containsExactlyElementsOf(newestFirst);
    }

    private List<LoadUnit> pages(UnitRecord.State state) {
        List<LoadUnit> paged = new ArrayList<>();
        Optional<UnitCursor> after = Optional.empty();
        List<UnitRecord> page = List.of();
        do {
            page = await(registry.units(app, state, 3, after));
            page.forEach(it -> paged.add(it.unit()));
            after = page.isEmpty() ? after : Optional.of(cursor(page.getLast()));
        } while (!page.isEmpty());
        return paged;
    }

    private static UnitCursor cursor(UnitRecord last) {
        return new UnitCursor(last.changedAt(), last.unit().id());
    }

    @Test
    void theBooksOfUnitsAreOfOneMoment() {
        TableSchema schema = await(registry.table(app, "user", "books"));
        TableSchema other = await(registry.table(app, "user", "others"));
        LoadUnit loaded = Samples.unit(schema, 10);
        LoadUnit waiting = Samples.unit(schema, 20);
        LoadUnit parked = Samples.unit(other, 30);
        await(registry.published(List.of(loaded, waiting, parked)));
        await(registry.loaded(List.of(loaded.id())));
        await(registry.parked(parked.id(), "no file"));
        await(
                registry.held(
                        List.of(waiting.id(), loaded.id(), parked.id()), "the warehouse is away"));

        UUID unknown = UUID.randomUUID();
        UnitBooks books = await(another().unitBooks(app, List.of(unknown, parked.id()), 10));

        assertThat(books.sum()).isEqualTo(new UnitBooks.Sum(3, 60));
        assertThat(books.sum(schema.table())).isEqualTo(new UnitBooks.Sum(2, 30));
        assertThat(books.sum(schema.table(), UnitRecord.State.LOADED))
                .isEqualTo(new UnitBooks.Sum(1, 10));
        assertThat(books.sum(other.table(), UnitRecord.State.LOADED)).isEqualTo(UnitBooks.Sum.ZERO);
        assertThat(books.open())
                .containsExactlyInAnyOrder(
                        new UnitBooks.Open(waiting.id(), schema.table(), 20),
                        new UnitBooks.Open(parked.id(), other.table(), 30));
        assertThat(books.known()).containsExactly(parked.id());
        assertThat(await(registry.unitBooks(app, List.of(), 1)).open()).hasSize(1);
        assertThat(await(registry.unitsOf(schema.table(), 10)))
                .containsOnly(Map.entry(loaded.id(), 10L), Map.entry(waiting.id(), 20L));
        assertThat(await(registry.unitsOf(schema.table(), 1))).hasSize(1);
        assertThat(await(registry.manifests(app, List.of(loaded.manifestKey(), "no/such.json"))))
                .containsExactly(loaded.manifestKey());
        assertThat(await(registry.units(app, UnitRecord.State.PUBLISHED, 5)))
                .extracting(UnitRecord::reason)
                .containsExactly("the warehouse is away");
        assertThat(await(registry.units(app, UnitRecord.State.PARKED, 5)))
                .extracting(UnitRecord::reason)
                .containsExactly("no file");
    }

    @Test
    void processesTellOfThemselves() {
        String part = "state of " + app;
        UUID one = UUID.randomUUID();
        ProcessReport other = new ProcessReport(UUID.randomUUID(), part, "{\"b\":2}");
        await(registry.report(new ProcessReport(one, part, "{\"a\":1}")));
        await(registry.report(other));
        await(registry.report(new ProcessReport(one, part + " of it", "{}")));
        ProcessReport later = new ProcessReport(one, part, "{\"a\":\"\\u0000\"}");
        await(registry.report(later));

        assertThat(await(another().reports(part, Duration.ofMinutes(1))))
                .containsExactly(other, later);
        assertThat(await(another().reports(part, Duration.ZERO))).isEmpty();
    }

    private List<LoadUnit> units(UnitRecord.State state) {
        return await(another().units(app, state)).stream().map(UnitRecord::unit).toList();
    }
}
