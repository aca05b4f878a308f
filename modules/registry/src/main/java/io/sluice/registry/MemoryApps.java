package io.sluice.registry;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Apps, keys and the audit in memory, guarded by their own monitor. What the audit tells of keys is
 * without before and after.
 */
final class MemoryApps implements AppDirectory {
    private static final String SETTINGS_FILE = "settings";

    private record StoredKey(WriteKeyHash hash, WriteKeyRecord key) {}

    private final Map<String, AppRecord> apps = new TreeMap<>();
    private final Map<String, StoredKey> keys = new LinkedHashMap<>();
    private final List<AuditRecord> audit = new ArrayList<>();
    private final Consumer<String> news;

    /**
     * @param news is told the app that changed
     */
    MemoryApps(Consumer<String> news) {
        this.news = news;
    }

    synchronized List<String> names() {
        return List.copyOf(apps.keySet());
    }

    synchronized void ensureApp(String app) {
        if (!apps.containsKey(app)) {
            write(app, AppSettings.DEFAULTS, 1);
            note(SETTINGS_FILE, "app.created", app, app);
        }
    }

    /** Looks at every key, so that the time tells nothing. */
    synchronized void ensureKey(String app, WriteKeyHash hash) {
        requireApp(app);
        Optional<String> owner = Optional.empty();
        for (StoredKey stored : keys.values()) {
            if (stored.hash().matches(hash)) {
                owner = Optional.of(stored.key().app());
            }
        }
        if (owner.isEmpty()) {
            addKey(app, KeyDraft.make().id(), hash, "", "", Optional.empty());
        } else if (!owner.get().equals(app)) {
            throw RegistryException.keyOfAnother();
        }
    }

    @Override
    public synchronized Future<List<AppRecord>> list() {
        return Future.succeededFuture(List.copyOf(apps.values()));
    }

    @Override
    public synchronized Future<Optional<AppRecord>> find(String app) {
        return Future.succeededFuture(Optional.ofNullable(apps.get(app)));
    }

    @Override
    public synchronized Future<AppChange> put(
            String app, AppSettings settings, int expectedRevision, String by) {
        AppRecord had = apps.get(app);
        int revision = had == null ? 0 : had.revision();
        if (revision != expectedRevision) {
            return Future.succeededFuture(new AppChange.Conflict(Optional.ofNullable(had)));
        }
        AppRecord now = write(app, settings, revision + 1);
        record(
                new AuditNote(
                        by,
                        had == null ? "app.created" : "app.changed",
                        app,
                        app,
                        Optional.ofNullable(had).map(it -> json(it.settings())),
                        Optional.of(json(settings))));
        return Future.succeededFuture(new AppChange.Changed(now));
    }

    private AppRecord write(String app, AppSettings settings, int revision) {
        AppRecord had = apps.get(app);
        Instant now = now();
        AppRecord made =
                new AppRecord(app, settings, revision, had == null ? now : had.createdAt(), now);
        apps.put(app, made);
        news.accept(app);
        return made;
    }

    /** The names in the order of the database's JSON. */
    private static String json(AppSettings settings) {
        List<String> members = new ArrayList<>();
        settings.bytesPerSecond().ifPresent(it -> members.add("\"bytesPerSecond\": " + it));
        settings.eventsPerSecond().ifPresent(it -> members.add("\"eventsPerSecond\": " + it));
        return "{" + String.join(", ", members) + "}";
    }

    @Override
    public synchronized Future<List<WriteKeyRecord>> keys(String app) {
        return Future.succeededFuture(
                keys.values().stream()
                        .map(StoredKey::key)
                        .filter(key -> key.app().equals(app))
                        .toList());
    }

    @Override
    public synchronized Future<NewWriteKey> createKey(
            String app, Optional<Instant> expiresAt, String by) {
        return call(
                () -> {
                    requireApp(app);
                    NewWriteKey made = draw(app, expiresAt, by);
                    note(by, "key.created", app, made.key().id());
                    return made;
                });
    }

    @Override
    public synchronized Future<NewWriteKey> rotateKey(
            String app, String keyId, Duration overlap, Optional<Instant> expiresAt, String by) {
        return call(
                () -> {
                    StoredKey old =
                            find(app, keyId)
                                    .filter(it -> isActive(it.key()))
                                    .orElseThrow(() -> RegistryException.noActiveKey(app, keyId));
                    NewWriteKey made = draw(app, expiresAt, by);
                    Instant end = now().plus(overlap);
                    Optional<Instant> earlier =
                            old.key().expiresAt().filter(had -> had.isBefore(end));
                    change(old, Optional.of(earlier.orElse(end)), Optional.empty());
                    note(by, "key.rotated", app, keyId);
                    return made;
                });
    }

    @Override
    public synchronized Future<Optional<WriteKeyRecord>> revokeKey(
            String app, String keyId, String by) {
        find(app, keyId)
                .filter(had -> had.key().revokedAt().isEmpty())
                .ifPresent(
                        had -> {
                            change(had, had.key().expiresAt(), Optional.of(now()));
                            note(by, "key.revoked", app, keyId);
                        });
        return Future.succeededFuture(find(app, keyId).map(StoredKey::key));
    }

    private NewWriteKey draw(String app, Optional<Instant> expiresAt, String by) {
        long active =
                keys.values().stream()
                        .map(StoredKey::key)
                        .filter(key -> key.app().equals(app) && isActive(key))
                        .count();
        if (active >= MAX_ACTIVE_KEYS) {
            throw RegistryException.tooManyKeys(app);
        }
        KeyDraft draft = KeyDraft.make();
        WriteKeySecret secret = draft.secret();
        return new NewWriteKey(
                addKey(app, draft.id(), secret.hash(), by, secret.ending(), expiresAt), secret);
    }

    private WriteKeyRecord addKey(
            String app,
            String id,
            WriteKeyHash hash,
            String by,
            String ending,
            Optional<Instant> expiresAt) {
        Optional<Instant> end = expiresAt.map(it -> it.truncatedTo(ChronoUnit.MICROS));
        WriteKeyRecord key = new WriteKeyRecord(id, app, now(), by, ending, end, Optional.empty());
        keys.put(id, new StoredKey(hash, key));
        touch(app);
        return key;
    }

    private void change(StoredKey had, Optional<Instant> expiresAt, Optional<Instant> revokedAt) {
        WriteKeyRecord key = had.key();
        keys.put(
                key.id(),
                new StoredKey(
                        had.hash(),
                        new WriteKeyRecord(
                                key.id(),
                                key.app(),
                                key.createdAt(),
                                key.createdBy(),
                                key.ending(),
                                expiresAt,
                                revokedAt)));
        touch(key.app());
    }

    private void touch(String app) {
        AppRecord had = apps.get(app);
        if (had != null) {
            write(app, had.settings(), had.revision());
        }
    }

    private Optional<StoredKey> find(String app, String keyId) {
        return Optional.ofNullable(keys.get(keyId)).filter(it -> it.key().app().equals(app));
    }

    private static boolean isActive(WriteKeyRecord key) {
        return key.state(Instant.now()) == WriteKeyRecord.State.ACTIVE;
    }

    @Override
    public synchronized Future<Map<WriteKeyHash, KeyGrant>> grants(Collection<WriteKeyHash> asked) {
        Map<WriteKeyHash, KeyGrant> grants = new HashMap<>();
        for (StoredKey stored : keys.values()) {
            AppRecord app = apps.get(stored.key().app());
            if (app != null && isActive(stored.key()) && asked.contains(stored.hash())) {
                grants.put(stored.hash(), grant(stored.key(), app));
            }
        }
        return Future.succeededFuture(grants);
    }

    private static KeyGrant grant(WriteKeyRecord key, AppRecord app) {
        return new KeyGrant(
                app.name(),
                key.id(),
                app.settings(),
                key.expiresAt().map(end -> Duration.between(Instant.now(), end)));
    }

    private void note(String by, String action, String app, String subject) {
        record(new AuditNote(by, action, app, subject, Optional.empty(), Optional.empty()));
    }

    private void record(AuditNote note) {
        audit.add(new AuditRecord(audit.size() + 1L, now(), note));
    }

    @Override
    public synchronized Future<Void> note(AuditNote note) {
        record(note);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<List<AuditRecord>> audit(
            Optional<String> app, long before, int limit) {
        return Future.succeededFuture(
                audit.reversed().stream()
                        .filter(it -> it.number() < before)
                        .filter(it -> app.isEmpty() || it.note().app().equals(app.get()))
                        .limit(limit)
                        .collect(Collectors.toList()));
    }

    private void requireApp(String app) {
        if (!apps.containsKey(app)) {
            throw RegistryException.unknownApp(app);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static <T> Future<T> call(Supplier<T> change) {
        try {
            return Future.succeededFuture(change.get());
        } catch (RegistryException refused) {
            return Future.failedFuture(refused);
        }
    }
}
