package io.sluice.console;

import io.sluice.kafka.Topics;
import io.sluice.registry.AppChange;
import io.sluice.registry.AppDirectory;
import io.sluice.registry.AppRecord;
import io.sluice.registry.AppSettings;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import java.util.Map;
import java.util.Optional;

/** Apps and their settings. */
final class AppOperations {
    private static final String EVENTS = "events_per_second";
    private static final String BYTES = "bytes_per_second";

    private final AppDirectory directory;

    AppOperations(AppDirectory directory) {
        this.directory = directory;
    }

    Map<String, Operation> all() {
        return Map.of(
                "listApps", this::list,
                "createApp", this::create,
                "getApp", this::show,
                "changeApp", this::change);
    }

    private Future<Answer> list(Ask ask) {
        return directory
                .list()
                .map(
                        apps ->
                                Answer.ok(
                                        Paging.page(
                                                "apps",
                                                Paging.behind(apps, AppRecord::name, ask),
                                                AppRecord::name,
                                                ask,
                                                AppOperations::json)));
    }

    private static JsonObject json(AppRecord app) {
        JsonObject json = new JsonObject().put("app", app.name());
        app.settings().eventsPerSecond().ifPresent(it -> json.put(EVENTS, it));
        app.settings().bytesPerSecond().ifPresent(it -> json.put(BYTES, it));
        return json.put("revision", app.revision())
                .put("created", app.createdAt().toString())
                .put("changed", app.changedAt().toString());
    }

    private Future<Answer> create(Ask ask) {
        Members body = ask.body();
        String app = body.text("app").orElse("");
        AppSettings settings = new AppSettings(body.count(EVENTS), body.count(BYTES));
        body.finish();
        if (!Topics.isApp(app)) {
            throw HttpProblem.invalid(
                    "app: '%s' is no name for an app: 1 to 48 of a-z, 0-9, '_' and '-', a letter first"
                            .formatted(app));
        }
        return directory
                .put(app, settings, 0, ask.by())
                .map(
                        change ->
                                switch (change) {
                                    case AppChange.Changed(AppRecord made) ->
                                            Answer.created(json(made));
                                    case AppChange.Conflict there ->
                                            throw HttpProblem.conflict(
                                                    "app-exists",
                                                    "there is an app '" + app + "' already");
                                });
    }

    private Future<AppRecord> find(Ask ask) {
        String app = ask.app();
        return directory.find(app).map(found -> found.orElseThrow(() -> Ask.unknownApp(app)));
    }

    private Future<Answer> show(Ask ask) {
        return find(ask).map(app -> Answer.ok(json(app)));
    }

    /** What the body does not name stays; null goes back to what the door's settings say. */
    private Future<Answer> change(Ask ask) {
        Members body = ask.body();
        boolean hasEvents = body.has(EVENTS);
        boolean hasBytes = body.has(BYTES);
        Optional<Long> events = body.count(EVENTS);
        Optional<Long> bytes = body.count(BYTES);
        Optional<Long> revision = body.count("revision");
        body.finish();
        return find(ask)
                .compose(
                        had ->
                                directory.put(
                                        had.name(),
                                        new AppSettings(
                                                hasEvents
                                                        ? events
                                                        : had.settings().eventsPerSecond(),
                                                hasBytes ? bytes : had.settings().bytesPerSecond()),
                                        revision.map(Math::toIntExact).orElse(had.revision()),
                                        ask.by()))
                .map(
                        change ->
                                switch (change) {
                                    case AppChange.Changed(AppRecord now) -> Answer.ok(json(now));
                                    case AppChange.Conflict there ->
                                            throw HttpProblem.conflict(
                                                    "changed-meanwhile",
                                                    "somebody else changed the app: read it again,"
                                                            + " then decide");
                                });
    }
}
