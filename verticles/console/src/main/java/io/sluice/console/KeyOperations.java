package io.sluice.console;

import io.sluice.registry.AppDirectory;
import io.sluice.registry.NewWriteKey;
import io.sluice.registry.Registry;
import io.sluice.registry.WriteKeyRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Write keys: made, put in the place of others, and taken back. A key itself is told once. */
final class KeyOperations {
    private static final long USUAL_OVERLAP_SECONDS = Duration.ofDays(1).toSeconds();
    private static final long MOST_OVERLAP_SECONDS = Duration.ofDays(366).toSeconds();

    private final AppDirectory directory;
    private final Apps apps;

    KeyOperations(Registry registry) {
        this.directory = registry.directory();
        this.apps = new Apps(registry);
    }

    Map<String, Operation> all() {
        return Map.of(
                "listKeys", this::list,
                "createKey", this::create,
                "rotateKey", this::rotate,
                "revokeKey", this::revoke);
    }

    private Future<Answer> list(Ask ask) {
        int limit = ask.limit();
        Optional<String> cursor = ask.query("cursor");
        return apps.require(ask)
                .compose(directory::keys)
                .map(
                        keys -> {
                            List<WriteKeyRecord> behind =
                                    cursor.map(it -> after(keys, it)).orElse(keys);
                            List<WriteKeyRecord> page = behind.stream().limit(limit).toList();
                            JsonObject answer = Paging.array("keys", page, KeyOperations::json);
                            if (behind.size() > limit) {
                                answer.put("next", page.getLast().id());
                            }
                            return Answer.ok(answer);
                        });
    }

    private static List<WriteKeyRecord> after(List<WriteKeyRecord> keys, String id) {
        return keys.stream().dropWhile(it -> !it.id().equals(id)).skip(1).toList();
    }

    private static JsonObject json(WriteKeyRecord key) {
        JsonObject json =
                new JsonObject()
                        .put("key", key.id())
                        .put("state", Words.of(key.state(Instant.now())))
                        .put("created", key.createdAt().toString());
        if (!key.ending().isEmpty()) {
            json.put("ending", key.ending());
        }
        if (!key.createdBy().isEmpty()) {
            json.put("created_by", key.createdBy());
        }
        key.expiresAt().ifPresent(it -> json.put("expires", it.toString()));
        key.revokedAt().ifPresent(it -> json.put("revoked", it.toString()));
        return json;
    }

    private static JsonObject json(NewWriteKey made) {
        return json(made.key()).put("secret", made.secret().reveal());
    }

    private static Optional<Instant> expires(Members body) {
        Optional<Instant> expires = body.text("expires").map(it -> Ask.time("expires", it));
        if (expires.map(it -> !it.isAfter(Instant.now())).orElse(false)) {
            throw HttpProblem.invalid("expires: is over already");
        }
        return expires;
    }

    private Future<Answer> create(Ask ask) {
        Members body = ask.body();
        Optional<Instant> expires = expires(body);
        body.finish();
        return apps.require(ask)
                .compose(app -> directory.createKey(app, expires, ask.by()))
                .map(made -> Answer.created(json(made)));
    }

    private Future<Answer> rotate(Ask ask) {
        Members body = ask.body();
        Optional<Instant> expires = expires(body);
        long overlap =
                body.number("overlap_seconds", 0, MOST_OVERLAP_SECONDS)
                        .orElse(USUAL_OVERLAP_SECONDS);
        body.finish();
        return apps.require(ask)
                .compose(
                        app ->
                                directory.rotateKey(
                                        app,
                                        ask.path("key"),
                                        Duration.ofSeconds(overlap),
                                        expires,
                                        ask.by()))
                .map(made -> Answer.created(json(made)));
    }

    private Future<Answer> revoke(Ask ask) {
        String id = ask.path("key");
        return apps.require(ask)
                .compose(app -> directory.revokeKey(app, id, ask.by()))
                .map(
                        key ->
                                Answer.ok(
                                        json(
                                                key.orElseThrow(
                                                        () ->
                                                                HttpProblem.absent(
                                                                        "unknown-key",
                                                                        "app '%s' has no key '%s'"
                                                                                .formatted(
                                                                                        ask.app(),
                                                                                        id))))));
    }
}
