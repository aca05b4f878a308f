package io.sluice.console;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.registry.Registry;
import io.sluice.registry.UnitCursor;
import io.sluice.registry.UnitRecord;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.apache.kafka.clients.producer.ProducerRecord;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Load units: which state each is in and why, and another try for those that were set aside. */
final class LoadOperations {
    private final Registry registry;
    private final KafkaSettings kafka;
    private final Workers workers;
    private final Audit audit;
    private final Apps apps;

    LoadOperations(Registry registry, KafkaSettings kafka, Workers workers, Audit audit) {
        this.registry = registry;
        this.kafka = kafka;
        this.workers = workers;
        this.audit = audit;
        this.apps = new Apps(registry);
    }

    Map<String, Operation> all() {
        return Map.of("listLoads", this::list, "retryLoad", this::retry);
    }

    private Future<Answer> list(Ask ask) {
        UnitRecord.State state =
                ask.choice("state", UnitRecord.State.class).orElse(UnitRecord.State.PARKED);
        Optional<UnitCursor> cursor = ask.query("cursor").map(LoadOperations::cursor);
        int limit = ask.limit();
        return apps.require(ask)
                .compose(
                        app ->
                                Future.all(
                                        registry.units(app, state, limit + 1, cursor),
                                        registry.tables(app)))
                .map(both -> Answer.ok(page(both.resultAt(0), names(both.resultAt(1)), limit)));
    }

    private static Map<TableUid, String> names(List<TableSchema> tables) {
        return tables.stream().collect(Collectors.toMap(TableSchema::table, TableSchema::name));
    }

    private static JsonObject page(List<UnitRecord> units, Map<TableUid, String> names, int limit) {
        List<UnitRecord> page = new ArrayList<>(units.subList(0, Math.min(limit, units.size())));
        Instant now = Instant.now();
        JsonObject answer = Paging.array("units", page, it -> json(it, names, now));
        if (units.size() > limit) {
            UnitRecord last = page.getLast();
            answer.put("next", last.changedAt() + "_" + last.unit().id());
        }
        return answer;
    }

    private static UnitCursor cursor(String text) {
        String[] parts = text.split("_", -1);
        try {
            if (parts.length == 2) {
                return new UnitCursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (DateTimeException | IllegalArgumentException noCursor) {
            // Told below.
        }
        throw HttpProblem.invalid("cursor: take it from 'next' of the page before");
    }

    private static JsonObject json(UnitRecord record, Map<TableUid, String> names, Instant now) {
        LoadUnit unit = record.unit();
        long age = Duration.between(record.changedAt(), now).toSeconds();
        return new JsonObject()
                .put("unit", unit.id().toString())
                .put("table", names.getOrDefault(unit.table(), unit.table().toString()))
                .put("state", Words.of(record.state()))
                .put("reason", record.reason())
                .put("since", record.changedAt().toString())
                .put("age_seconds", Math.max(0, age))
                .put("version", unit.version())
                .put("rows", unit.rows())
                .put("files", unit.files().size())
                .put("bytes", unit.files().stream().mapToLong(LoadUnit.DataFile::bytes).sum())
                .put("manifest", unit.manifestKey());
    }

    /**
     * Publishes the unit once more. Harmless however often it is asked: a loader that finds a unit
     * in the ledger skips it.
     */
    private Future<Answer> retry(Ask ask) {
        UUID id = id(ask.path("unit"));
        return apps.require(ask)
                .compose(app -> registry.unit(id).map(it -> parked(it, app, id)))
                .compose(unit -> noted(ask, unit))
                .compose(unit -> workers.run(() -> publish(unit)))
                .map(
                        done ->
                                new Answer(
                                        202,
                                        new JsonObject()
                                                .put("unit", id.toString())
                                                .put("state", Words.of(UnitRecord.State.PARKED))));
    }

    private Future<LoadUnit> noted(Ask ask, LoadUnit unit) {
        JsonObject told = new JsonObject().put("rows", unit.rows());
        return audit.note(ask, "load.retry", unit.app(), unit.id().toString(), told).map(unit);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw HttpProblem.absent("unknown-unit", "'" + text + "' is no id of a load unit");
        }
    }

    private static LoadUnit parked(Optional<UnitRecord> found, String app, UUID id) {
        UnitRecord record =
                found.filter(it -> it.unit().app().equals(app))
                        .orElseThrow(
                                () ->
                                        HttpProblem.absent(
                                                "unknown-unit",
                                                "app '%s' has no load unit %s".formatted(app, id)));
        if (record.state() != UnitRecord.State.PARKED) {
            throw HttpProblem.conflict(
                    "unit-not-parked",
                    "load unit %s is %s: only parked ones are tried again"
                            .formatted(id, Words.of(record.state())));
        }
        return record.unit();
    }

    private boolean publish(LoadUnit unit) {
        try (TransactionalWriter writer = new TransactionalWriter(kafka, "sluice-retry")) {
            // As the batcher does: the units of a table are read in order.
            String key = unit.app() + "/" + unit.table();
            writer.send(
                    new ProducerRecord<>(
                            Topics.LOADS,
                            key.getBytes(StandardCharsets.UTF_8),
                            LoadUnitCodec.write(unit)));
            writer.commit();
        }
        return true;
    }
}
