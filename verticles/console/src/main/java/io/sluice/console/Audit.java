package io.sluice.console;

import io.sluice.registry.AppDirectory;
import io.sluice.registry.AuditNote;
import io.sluice.registry.AuditRecord;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who changed what. Apps and keys are put on record by the registry itself, with each change. */
final class Audit {
    private final AppDirectory directory;

    Audit(AppDirectory directory) {
        this.directory = directory;
    }

    Map<String, Operation> all() {
        return Map.of("listAudit", this::list);
    }

    /**
     * Puts a change on record that is about to be made elsewhere.
     *
     * @param action such as {@code dead.replay}
     * @param app whose it is
     * @param subject what is changed; may be empty
     * @param asked what was asked for; no secrets
     */
    Future<Void> note(Ask ask, String action, String app, String subject, JsonObject asked) {
        return directory.note(
                new AuditNote(
                        ask.by(),
                        action,
                        app,
                        subject,
                        Optional.empty(),
                        Optional.of(asked.encode())));
    }

    private Future<Answer> list(Ask ask) {
        int limit = ask.limit();
        long before = ask.number("cursor", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        return directory
                .audit(ask.query("app"), before, limit + 1)
                .map(
                        found -> {
                            List<AuditRecord> page = found.stream().limit(limit).toList();
                            JsonObject answer = Paging.array("changes", page, Audit::json);
                            if (found.size() > limit) {
                                answer.put("next", Long.toString(page.getLast().number()));
                            }
                            return Answer.ok(answer);
                        });
    }

    private static JsonObject json(AuditRecord record) {
        AuditNote note = record.note();
        JsonObject json =
                new JsonObject()
                        .put("number", record.number())
                        .put("at", record.at().toString())
                        .put("by", note.by())
                        .put("action", note.action());
        if (!note.app().isEmpty()) {
            json.put("app", note.app());
        }
        if (!note.subject().isEmpty()) {
            json.put("subject", note.subject());
        }
        note.before().ifPresent(it -> json.put("before", new JsonObject(it)));
        note.after().ifPresent(it -> json.put("after", new JsonObject(it)));
        return json;
    }
}
