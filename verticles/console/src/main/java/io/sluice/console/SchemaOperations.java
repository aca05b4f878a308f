package io.sluice.console;

import io.sluice.registry.Registry;
import io.sluice.rows.TableDescription;
import io.sluice.runtime.Suggestion;
import io.sluice.schema.Column;
import io.sluice.schema.Lineage;
import io.sluice.schema.LogicalType;
import io.sluice.schema.TableSchema;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables, their columns, and how they came to be. */
final class SchemaOperations {
    private final Registry registry;
    private final Apps apps;

    SchemaOperations(Registry registry) {
        this.registry = registry;
        this.apps = new Apps(registry);
    }

    Map<String, Operation> all() {
        return Map.of(
                "listTables", this::list, "getTable", this::show, "getTableHistory", this::history);
    }

    private Future<Answer> list(Ask ask) {
        return apps.require(ask)
                .compose(registry::tables)
                .map(
                        tables ->
                                Answer.ok(
                                        Paging.page(
                                                "tables",
                                                Paging.behind(tables, TableSchema::name, ask),
                                                TableSchema::name,
                                                ask,
                                                SchemaOperations::summary)));
    }

    private static JsonObject summary(TableSchema table) {
        return new JsonObject()
                .put("table", table.name())
                .put("entype", table.entype())
                .put("evname", table.evname())
                .put("uid", table.table().toString())
                .put("version", table.version())
                .put("columns", table.columns().size());
    }

    private Future<Answer> show(Ask ask) {
        return find(ask)
                .map(
                        table ->
                                Answer.ok(
                                        new JsonObject(
                                                Buffer.buffer(TableDescription.toJson(table)))));
    }

    private Future<Answer> history(Ask ask) {
        int limit = ask.limit();
        long before = ask.number("cursor", 1, Integer.MAX_VALUE).orElse((long) Integer.MAX_VALUE);
        return find(ask)
                .compose(table -> registry.history(table.table()))
                .map(
                        versions -> {
                            JsonArray changes = new JsonArray();
                            List<Column> had = List.of();
                            List<JsonObject> all = new ArrayList<>();
                            for (Map.Entry<TableSchema, Lineage> version : versions) {
                                all.add(change(had, version.getKey(), version.getValue()));
                                had = version.getKey().columns();
                            }
                            JsonObject answer = new JsonObject().put("versions", changes);
                            for (JsonObject change : all.reversed()) {
                                int number = change.getInteger("version");
                                if (number < before && changes.size() < limit) {
                                    changes.add(change);
                                } else if (number < before) {
                                    return Answer.ok(
                                            answer.put("next", Integer.toString(number + 1)));
                                }
                            }
                            return Answer.ok(answer);
                        });
    }

    /** What a version has that the one before it had not. */
    private static JsonObject change(List<Column> before, TableSchema after, Lineage lineage) {
        Map<String, Column> had = new HashMap<>();
        before.forEach(it -> had.put(it.path(), it));
        JsonArray added = new JsonArray();
        JsonArray widened = new JsonArray();
        for (Column column : after.columns()) {
            Column earlier = had.get(column.path());
            JsonObject told =
                    new JsonObject().put("name", column.name()).put("path", column.path());
            if (earlier == null) {
                added.add(told.put("type", type(column)));
            } else if (!earlier.type().equals(column.type())) {
                widened.add(told.put("from", type(earlier)).put("to", type(column)));
            }
        }
        return new JsonObject()
                .put("version", after.version())
                .put("at", lineage.at().toString())
                .put("instance", lineage.instance())
                .put(
                        "cause",
                        new JsonObject()
                                .put("topic", lineage.cause().topic())
                                .put("partition", lineage.cause().partition())
                                .put("offset", lineage.cause().offset())
                                .put("position", lineage.cause().position()))
                .put("added", added)
                .put("widened", widened);
    }

    /** Lengths of text are told here: a longer text is what makes some versions. */
    private static String type(Column column) {
        return column.type() instanceof LogicalType.Varchar(int bytes)
                ? bytes == LogicalType.Varchar.UNLIMITED
                        ? "text"
                        : "text of %d bytes".formatted(bytes)
                : TableDescription.spelling(column.type());
    }

    private Future<TableSchema> find(Ask ask) {
        String name = ask.path("table");
        return apps.require(ask)
                .compose(registry::tables)
                .compose(
                        tables ->
                                tables.stream()
                                        .filter(it -> it.name().equals(name))
                                        .findFirst()
                                        .map(Future::succeededFuture)
                                        .orElseGet(
                                                () ->
                                                        Future.failedFuture(
                                                                unknown(ask.app(), name, tables))));
    }

    private static HttpProblem unknown(String app, String table, List<TableSchema> tables) {
        List<String> names = tables.stream().map(TableSchema::name).toList();
        return HttpProblem.absent(
                "unknown-table",
                "app '%s' has no table '%s'%s"
                        .formatted(app, table, Suggestion.asked(table, names)));
    }
}
