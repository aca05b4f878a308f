package io.sluice.registry;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Apps, keys and the audit on PostgreSQL. Thread-safe.
 *
 * <p>Each change is one statement with its audit and its news. Names that make it one of its own
 * (of the call, of a new key) are chosen here, so that one that runs twice does nothing the second
 * time, and is known for what it is.
 */
final class PgApps implements AppDirectory {
    private final PgStatements statements;

    PgApps(PgStatements statements) {
        this.statements = statements;
    }

    Future<Void> ensureApp(String app) {
        return statements.run(AppSql.ENSURE_APP, Tuple.of(app)).mapEmpty();
    }

    /** A key that was revoked stays so. */
    Future<Void> ensureKey(String app, WriteKeyHash key) {
        return statements
                .run(AppSql.ENSURE_KEY, Tuple.of(key.hex(), app))
                .compose(made -> statements.run(AppSql.OWNER, Tuple.of(key.hex())))
                .map(rows -> RegistryRows.first(rows, row -> row.getString("app")))
                .compose(owner -> requireOwner(app, owner));
    }

    private static Future<Void> requireOwner(String app, Optional<String> owner) {
        if (owner.isEmpty()) {
            return Future.failedFuture(RegistryException.unknownApp(app));
        }
        return owner.get().equals(app)
                ? Future.succeededFuture()
                : Future.failedFuture(RegistryException.keyOfAnother());
    }

    @Override
    public Future<List<AppRecord>> list() {
        return statements
                .run(AppSql.LIST, Tuple.tuple())
                .map(rows -> RegistryRows.all(rows, AppRows::app));
    }

    @Override
    public Future<Optional<AppRecord>> find(String app) {
        return statements
                .run(AppSql.FIND, Tuple.of(app))
                .map(rows -> RegistryRows.first(rows, AppRows::app));
    }

    @Override
    public Future<AppChange> put(
            String app, AppSettings settings, int expectedRevision, String by) {
        UUID call = UUID.randomUUID();
        Tuple values =
                Tuple.tuple()
                        .addString(app)
                        .addLong(settings.eventsPerSecond().orElse(null))
                        .addLong(settings.bytesPerSecond().orElse(null))
                        .addUUID(call)
                        .addString(StoredText.of(by));
        Future<RowSet<Row>> done =
                expectedRevision == 0
                        ? statements.run(AppSql.CREATE, values)
                        : statements.run(AppSql.CHANGE, values.addInteger(expectedRevision));
        return done.compose(told -> told.size() > 0 ? Future.succeededFuture(true) : noted(call))
                .compose(mine -> find(app).map(now -> outcome(mine, now)));
    }

    private static AppChange outcome(boolean mine, Optional<AppRecord> now) {
        return mine && now.isPresent()
                ? new AppChange.Changed(now.get())
                : new AppChange.Conflict(now);
    }

    private Future<Boolean> noted(UUID call) {
        return statements.run(AppSql.IS_NOTED, Tuple.of(call)).map(rows -> rows.size() > 0);
    }

    @Override
    public Future<List<WriteKeyRecord>> keys(String app) {
        return statements
                .run(AppSql.KEYS, Tuple.of(app))
                .map(rows -> RegistryRows.all(rows, AppRows::key));
    }

    private Future<Optional<WriteKeyRecord>> key(String app, String id) {
        return statements
                .run(AppSql.FIND_KEY, Tuple.of(app, id))
                .map(rows -> RegistryRows.first(rows, AppRows::key));
    }

    @Override
    public Future<NewWriteKey> createKey(String app, Optional<Instant> expiresAt, String by) {
        KeyDraft draft = KeyDraft.make();
        return statements
                .run(AppSql.CREATE_KEY, values(app, draft, expiresAt, by))
                .compose(made -> key(app, draft.id()))
                .compose(made -> result(made, draft).orElseGet(() -> notCreated(app)));
    }

    @Override
    public Future<NewWriteKey> rotateKey(
            String app, String keyId, Duration overlap, Optional<Instant> expiresAt, String by) {
        KeyDraft draft = KeyDraft.make();
        Tuple values =
                values(app, draft, expiresAt, by)
                        .addString(StoredText.of(keyId))
                        .addDouble(overlap.toMillis() / 1000.0);
        return statements
                .run(AppSql.ROTATE_KEY, values)
                .compose(made -> key(app, draft.id()))
                .compose(made -> result(made, draft).orElseGet(() -> notRotated(app, keyId)));
    }

    private static Tuple values(
            String app, KeyDraft draft, Optional<Instant> expiresAt, String by) {
        return Tuple.tuple()
                .addString(app)
                .addInteger(MAX_ACTIVE_KEYS)
                .addUUID(UUID.randomUUID())
                .addString(draft.id())
                .addString(draft.secret().hash().hex())
                .addString(StoredText.of(by))
                .addString(draft.secret().ending())
                .addOffsetDateTime(utc(expiresAt));
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> time) {
        return time.map(it -> it.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static Optional<Future<NewWriteKey>> result(
            Optional<WriteKeyRecord> made, KeyDraft draft) {
        return made.map(key -> Future.succeededFuture(new NewWriteKey(key, draft.secret())));
    }

    private Future<NewWriteKey> notCreated(String app) {
        return find(app)
                .compose(
                        found ->
                                Future.failedFuture(
                                        found.isEmpty()
                                                ? RegistryException.unknownApp(app)
                                                : RegistryException.tooManyKeys(app)));
    }

    private Future<NewWriteKey> notRotated(String app, String keyId) {
        return key(app, keyId)
                .compose(
                        old ->
                                Future.failedFuture(
                                        old.map(it -> it.state(Instant.now()))
                                                        .equals(
                                                                Optional.of(
                                                                        WriteKeyRecord.State
                                                                                .ACTIVE))
                                                ? RegistryException.tooManyKeys(app)
                                                : RegistryException.noActiveKey(app, keyId)));
    }

    @Override
    public Future<Optional<WriteKeyRecord>> revokeKey(String app, String keyId, String by) {
        String id = StoredText.of(keyId);
        return statements
                .run(AppSql.REVOKE_KEY, Tuple.of(app, id, UUID.randomUUID(), StoredText.of(by)))
                .compose(done -> key(app, id));
    }

    @Override
    public Future<Map<WriteKeyHash, KeyGrant>> grants(Collection<WriteKeyHash> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        String[] hashes = keys.stream().map(WriteKeyHash::hex).toArray(String[]::new);
        return statements
                .run(AppSql.GRANTS, Tuple.tuple().addArrayOfString(hashes))
                .map(
                        rows -> {
                            Map<WriteKeyHash, KeyGrant> grants = new HashMap<>();
                            rows.forEach(
                                    row ->
                                            grants.put(
                                                    new WriteKeyHash(row.getString("hash")),
                                                    AppRows.grant(row)));
                            return grants;
                        });
    }

    @Override
    public Future<Void> note(AuditNote note) {
        Tuple values =
                Tuple.tuple()
                        .addUUID(UUID.randomUUID())
                        .addString(StoredText.of(note.by()))
                        .addString(note.action())
                        .addString(note.app())
                        .addString(StoredText.of(note.subject()))
                        .addString(note.before().orElse(null))
                        .addString(note.after().orElse(null));
        return statements.run(AppSql.NOTE, values).mapEmpty();
    }

    @Override
    public Future<List<AuditRecord>> audit(Optional<String> app, long before, int limit) {
        return statements
                .run(AppSql.AUDIT, Tuple.of(app.orElse(null), before, limit))
                .map(rows -> RegistryRows.all(rows, AppRows::audit));
    }
}
