package io.sluice.console;

import io.sluice.console.dead.DeadLetters;
import io.sluice.console.dead.Letter;
import io.sluice.console.dead.LetterFilter;
import io.sluice.console.dead.LetterId;
import io.sluice.console.dead.LetterPage;
import io.sluice.console.dead.Replay;
import io.sluice.events.DeadLetter;
import io.sluice.events.RejectCode;
import io.sluice.registry.Registry;
import io.sluice.runtime.Suggestion;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Dead letters: which there are, what is in them, and their replay. */
final class DeadOperations {
    private static final int MOST_IDS = 1000;
    private static final int PREVIEW_CHARACTERS = 200;

    private final DeadLetters letters;
    private final Workers workers;
    private final Audit audit;
    private final Apps apps;

    DeadOperations(Registry registry, DeadLetters letters, Workers workers, Audit audit) {
        this.letters = letters;
        this.workers = workers;
        this.audit = audit;
        this.apps = new Apps(registry);
    }

    Map<String, Operation> all() {
        return Map.of("listDead", this::list, "getDead", this::show, "replayDead", this::replay);
    }

    private Future<Answer> list(Ask ask) {
        LetterFilter filter =
                new LetterFilter(
                        ask.query("code").map(DeadOperations::code),
                        ask.query("table"),
                        ask.time("from"),
                        ask.time("to"));
        Optional<LetterId> cursor = ask.query("cursor").map(DeadOperations::cursor);
        int limit = ask.limit();
        return apps.require(ask)
                .compose(app -> workers.run(() -> letters.list(app, filter, cursor, limit)))
                .map(page -> Answer.ok(json(page)));
    }

    /** Nothing dies of a reason that there is not: an empty list would hide the slip. */
    private static String code(String text) {
        List<String> codes = Stream.of(RejectCode.values()).map(RejectCode::code).toList();
        if (codes.contains(text)) {
            return text;
        }
        throw HttpProblem.invalid(
                "code: there is no '%s'%s (there are %s)"
                        .formatted(text, Suggestion.asked(text, codes), String.join(", ", codes)));
    }

    private static LetterId cursor(String text) {
        return LetterId.parse(text)
                .orElseThrow(
                        () ->
                                HttpProblem.invalid(
                                        "cursor: take it from 'next' of the page before"));
    }

    private static JsonObject json(LetterPage page) {
        JsonObject answer =
                Paging.array(
                        "letters",
                        page.letters(),
                        it ->
                                head(it, page.replayed().contains(it.id()))
                                        .put("preview", preview(it.letter().value())));
        page.next().ifPresent(next -> answer.put("next", next.toString()));
        return answer;
    }

    private static JsonObject head(Letter it, boolean replayed) {
        DeadLetter letter = it.letter();
        JsonObject json =
                new JsonObject()
                        .put("id", it.id().toString())
                        .put("at", it.at().toString())
                        .put("code", letter.code())
                        .put("detail", letter.detail())
                        .put("bytes", it.size())
                        .put("replayed", replayed)
                        .put("holds", it.holdsRows() ? "rows" : "event");
        it.kind().ifPresent(kind -> json.put("table", kind.table()));
        if (letter.receivedMicros() > 0) {
            json.put("received", micros(letter.receivedMicros()).toString());
        }
        if (!letter.refusedAtTheDoor()) {
            json.put(
                    "origin",
                    new JsonObject()
                            .put("topic", letter.origin().topic())
                            .put("partition", letter.origin().partition())
                            .put("offset", letter.origin().offset())
                            .put("position", letter.origin().position()));
        }
        if (!letter.tag().isEmpty()) {
            json.put("tag", letter.tag());
        }
        if (!it.part().isEmpty()) {
            json.put("part", it.part());
        }
        return json;
    }

    private static Instant micros(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static String preview(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return text.length() > PREVIEW_CHARACTERS ? text.substring(0, PREVIEW_CHARACTERS) : text;
    }

    private Future<Answer> show(Ask ask) {
        String text = ask.path("letter");
        HttpProblem absent =
                HttpProblem.absent(
                        "unknown-letter", "there is no dead letter '" + text + "', or no more");
        LetterId id = LetterId.parse(text).orElseThrow(() -> absent);
        return apps.require(ask)
                .compose(app -> workers.run(() -> letters.show(app, id)))
                .map(
                        page -> {
                            if (page.letters().isEmpty()) {
                                throw absent;
                            }
                            Letter letter = page.letters().getFirst();
                            return Answer.ok(whole(letter, page.replayed().contains(id)));
                        });
    }

    private static JsonObject whole(Letter letter, boolean replayed) {
        byte[] value = letter.letter().value();
        JsonObject json =
                head(letter, replayed).put("base64", Base64.getEncoder().encodeToString(value));
        try {
            json.put(
                    "text",
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException noText) {
            // The bytes are there; a text would not be them.
        }
        return json;
    }

    private Future<Answer> replay(Ask ask) {
        Members body = ask.body();
        boolean byIds = body.has("ids");
        List<LetterId> ids = body.texts("ids", MOST_IDS).stream().map(DeadOperations::id).toList();
        LetterFilter filter =
                new LetterFilter(
                        body.text("code").map(DeadOperations::code),
                        body.text("table"),
                        body.text("from").map(it -> Ask.time("from", it)),
                        body.text("to").map(it -> Ask.time("to", it)));
        Optional<LetterId> cursor = body.text("cursor").map(DeadOperations::cursor);
        long limit = body.count("limit").orElse(100L);
        boolean dryRun = body.flag("dry_run");
        body.finish();
        if (limit > MOST_IDS) {
            throw HttpProblem.invalid("limit: is above " + MOST_IDS);
        }
        if (byIds && !(filter.equals(LetterFilter.ALL) && cursor.isEmpty())) {
            throw HttpProblem.invalid("name ids, or a filter, not both");
        }
        return apps.require(ask)
                .compose(app -> noted(ask, app, dryRun))
                .compose(
                        app ->
                                workers.run(
                                        () ->
                                                byIds
                                                        ? letters.replay(app, ids, dryRun)
                                                        : letters.replay(
                                                                app,
                                                                filter,
                                                                cursor,
                                                                (int) limit,
                                                                dryRun)))
                .map(done -> Answer.ok(json(done, dryRun)));
    }

    /** Before it is done: nothing is changed that is not on record. */
    private Future<String> noted(Ask ask, String app, boolean dryRun) {
        return dryRun
                ? Future.succeededFuture(app)
                : audit.note(ask, "dead.replay", app, "", ask.json()).map(app);
    }

    private static LetterId id(String text) {
        return LetterId.parse(text)
                .orElseThrow(
                        () -> HttpProblem.invalid("ids: '" + text + "' is no id such as 0-1234"));
    }

    private static JsonArray texts(List<LetterId> ids) {
        JsonArray texts = new JsonArray();
        ids.forEach(it -> texts.add(it.toString()));
        return texts;
    }

    private static JsonObject json(Replay done, boolean dryRun) {
        JsonArray refused = new JsonArray();
        done.refused()
                .forEach(
                        it ->
                                refused.add(
                                        new JsonObject()
                                                .put("id", it.id().toString())
                                                .put("code", it.code())
                                                .put("detail", it.detail())));
        JsonObject json =
                new JsonObject()
                        .put("dry_run", dryRun)
                        .put("replayed", texts(done.replayed()))
                        .put("already", texts(done.already()))
                        .put("refused", refused);
        done.next().ifPresent(next -> json.put("next", next.toString()));
        return json;
    }
}
