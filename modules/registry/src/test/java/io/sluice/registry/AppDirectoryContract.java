package io.sluice.registry;

import static io.sluice.registry.Samples.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.registry.WriteKeyRecord.State;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What every registry does about apps and keys. */
abstract class AppDirectoryContract {
    private static final String ME = "ada\u0000 ~";

    private AppDirectory directory;
    private AppDirectory other;
    private String app;

    /** The registry under test. */
    abstract Registry registry();

    /** The same registry as another process sees it. */
    abstract Registry another();

    @BeforeEach
    void makeAnotherApp() {
        directory = registry().directory();
        other = another().directory();
        app = "game-" + UUID.randomUUID().toString().substring(0, 8);
        await(registry().ensureApp(app));
    }

    static void refused(Runnable call) {
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(call::run)
                .extracting(RegistryException::kind)
                .isEqualTo(RegistryException.Kind.REFUSED);
    }

    /** The app whose door the key opens. */
    Optional<String> opens(WriteKeyHash key) {
        return Optional.ofNullable(await(other.grants(List.of(key))).get(key)).map(KeyGrant::app);
    }

    private Optional<String> opens(NewWriteKey key) {
        return opens(WriteKeyHash.of(key.secret().reveal()));
    }

    private NewWriteKey create() {
        return await(directory.createKey(app, Optional.empty(), ME));
    }

    @Test
    void settingsAreChangedByWhoKnowsTheNewestOnly() {
        AppSettings fast = new AppSettings(Optional.of(500L), Optional.empty());
        AppSettings slow = new AppSettings(Optional.of(5L), Optional.of(1_000L));
        AppRecord start = await(directory.find(app)).orElseThrow();
        assertThat(start.settings()).isEqualTo(AppSettings.DEFAULTS);
        assertThat(start.revision()).isEqualTo(1);

        AppChange first = await(directory.put(app, fast, 1, ME));
        AppChange second = await(other.put(app, slow, 1, ME));

        AppRecord now = await(other.find(app)).orElseThrow();
        assertThat(first).isEqualTo(new AppChange.Changed(now));
        assertThat(second).isEqualTo(new AppChange.Conflict(Optional.of(now)));
        assertThat(now.settings()).isEqualTo(fast);
        assertThat(now.revision()).isEqualTo(2);
        assertThat(now.createdAt()).isEqualTo(start.createdAt());
        assertThat(now.changedAt()).isAfterOrEqualTo(start.changedAt());
        AuditNote note =
                await(directory.audit(Optional.of(app), Long.MAX_VALUE, 1)).getFirst().note();
        assertThat(note)
                .isEqualTo(
                        new AuditNote(
                                ME,
                                "app.changed",
                                app,
                                app,
                                Optional.of("{}"),
                                Optional.of("{\"eventsPerSecond\": 500}")));
        assertThat(await(other.put(app, slow, 2, ME))).isInstanceOf(AppChange.Changed.class);
    }

    @Test
    void anAppIsMadeOnceWithItsSettings() {
        String made = app + "-new";
        AppSettings settings = new AppSettings(Optional.empty(), Optional.of(7L));

        assertThat(await(directory.put(made, settings, 1, ME)))
                .isEqualTo(new AppChange.Conflict(Optional.empty()));
        assertThat(await(directory.put(made, settings, 0, ME)))
                .isInstanceOf(AppChange.Changed.class);
        AppRecord now = await(directory.find(made)).orElseThrow();
        assertThat(await(directory.put(made, AppSettings.DEFAULTS, 0, ME)))
                .isEqualTo(new AppChange.Conflict(Optional.of(now)));
        assertThat(now.settings()).isEqualTo(settings);
        assertThat(await(other.list())).contains(now);
        assertThat(await(registry().apps())).contains(made);
    }

    @Test
    void aKeyIsShownOnceAndRecognizedByItsEnding() {
        NewWriteKey made = create();
        String secret = made.secret().reveal();

        assertThat(secret).matches("slk_[A-Za-z0-9_-]{43}").endsWith(made.key().ending());
        assertThat(made.toString()).doesNotContain(secret);
        assertThat(made.key().createdBy()).isEqualTo(ME);
        assertThat(made.key().state(Instant.now())).isEqualTo(State.ACTIVE);
        assertThat(await(other.keys(app))).containsExactly(made.key());
        assertThat(opens(made)).contains(app);
        assertThat(create().key().id()).isNotEqualTo(made.key().id());
        assertThat(await(directory.audit(Optional.of(app), Long.MAX_VALUE, 100)).toString())
                .contains(made.key().id(), "key.created")
                .doesNotContain(secret, WriteKeyHash.of(secret).hex());
        refused(() -> await(directory.createKey("nobody", Optional.empty(), ME)));
    }

    @Test
    void aGrantTellsTheSettingsOfItsApp() {
        NewWriteKey made =
                await(directory.createKey(app, Optional.of(Instant.now().plusSeconds(90)), ME));
        AppSettings settings = new AppSettings(Optional.of(1L), Optional.of(2L));
        await(directory.put(app, settings, 1, ME));
        WriteKeyHash hash = WriteKeyHash.of(made.secret().reveal());
        WriteKeyHash wrong = WriteKeyHash.of("wrong");

        var grants = await(other.grants(List.of(hash, wrong)));

        assertThat(grants).containsOnlyKeys(hash);
        KeyGrant grant = grants.get(hash);
        assertThat(grant.app()).isEqualTo(app);
        assertThat(grant.keyId()).isEqualTo(made.key().id());
        assertThat(grant.settings()).isEqualTo(settings);
        assertThat(grant.validFor().orElseThrow())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(91));
        assertThat(await(other.grants(List.of()))).isEmpty();
    }

    @Test
    void whileAKeyIsRotatedBothOpenTheDoor() {
        NewWriteKey old = create();

        NewWriteKey next =
                await(
                        directory.rotateKey(
                                app, old.key().id(), Duration.ofMillis(700), Optional.empty(), ME));

        assertThat(opens(old)).contains(app);
        assertThat(opens(next)).contains(app);
        Awaitility.await().until(() -> opens(old).isEmpty());
        assertThat(opens(next)).contains(app);
        List<WriteKeyRecord> keys = await(directory.keys(app));
        assertThat(keys)
                .extracting(key -> key.state(Instant.now().plusSeconds(1)))
                .containsExactly(State.EXPIRED, State.ACTIVE);
        refused(
                () ->
                        await(
                                directory.rotateKey(
                                        app, old.key().id(), Duration.ZERO, Optional.empty(), ME)));
        assertThat(await(directory.keys(app))).hasSize(2);
    }

    @Test
    void aRotationMakesNoKeyLiveLonger() {
        Instant soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MICROS);
        NewWriteKey old = await(directory.createKey(app, Optional.of(soon), ME));

        await(directory.rotateKey(app, old.key().id(), Duration.ofDays(1), Optional.empty(), ME));

        assertThat(await(directory.keys(app)).getFirst().expiresAt()).contains(soon);
    }

    @Test
    void aRevokedKeyOpensNothingEverAgain() {
        NewWriteKey key = create();
        NewWriteKey kept = create();

        WriteKeyRecord revoked = await(directory.revokeKey(app, key.key().id(), ME)).orElseThrow();

        assertThat(revoked.state(Instant.now())).isEqualTo(State.REVOKED);
        assertThat(await(directory.revokeKey(app, key.key().id(), ME))).contains(revoked);
        assertThat(opens(key)).isEmpty();
        assertThat(opens(kept)).contains(app);
        WriteKeyHash hash = WriteKeyHash.of(key.secret().reveal());
        await(registry().ensureWriteKey(app, hash));
        assertThat(opens(key)).isEmpty();
        assertThat(await(directory.revokeKey(app, "key_none", ME))).isEmpty();
        assertThat(await(directory.revokeKey(app + "x", kept.key().id(), ME))).isEmpty();
        assertThat(await(directory.audit(Optional.of(app), Long.MAX_VALUE, 100)))
                .filteredOn(it -> it.note().action().equals("key.revoked"))
                .hasSize(1);
    }

    @Test
    void anAppHasSoManyKeysAndNoMore() {
        NewWriteKey first = create();
        for (int i = 1; i < AppDirectory.MAX_ACTIVE_KEYS; i++) {
            create();
        }

        refused(this::create);
        await(directory.revokeKey(app, first.key().id(), ME));
        create();
    }

    @Test
    void whoeverListensHearsOfChangesOfAnApp() {
        Queue<News> news = new ConcurrentLinkedQueue<>();
        await(another().onNews(news::add));
        NewWriteKey key = create();
        Awaitility.await().until(() -> news.contains(new News.App(app)));
        news.clear();
        await(directory.revokeKey(app, key.key().id(), ME));
        Awaitility.await().until(() -> news.contains(new News.App(app)));
        news.clear();
        await(directory.put(app, new AppSettings(Optional.of(9L), Optional.empty()), 1, ME));
        Awaitility.await().until(() -> news.contains(new News.App(app)));
    }

    @Test
    void theAuditIsReadFromTheNewestOn() {
        AuditNote note =
                new AuditNote(
                        ME,
                        "topics.applied",
                        app,
                        "sluice." + app + ".events",
                        Optional.of("{\"partitions\": 6}"),
                        Optional.of("{\"partitions\": 12}"));
        await(directory.note(note));
        create();

        List<AuditRecord> all = await(other.audit(Optional.of(app), Long.MAX_VALUE, 100));
        assertThat(all)
                .extracting(it -> it.note().action())
                .containsExactly("key.created", "topics.applied", "app.created");
        assertThat(all.get(1).note()).isEqualTo(note);
        assertThat(await(other.audit(Optional.of(app), all.getFirst().number(), 1)))
                .containsExactly(all.get(1));
        assertThat(await(other.audit(Optional.empty(), Long.MAX_VALUE, 2))).hasSize(2);
    }
}
