package io.sluice.console.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How fresh the tables are, by what the loaders of several processes have measured. */
final class Loading {
    static final int MOST_TABLES = 200;

    private Loading() {}

    /**
     * Of percentiles the largest: that of the slowest process. Of a table that several have loaded
     * what the newest event says.
     */
    static JsonObject merged(List<JsonObject> measured) {
        Map<String, JsonObject> tables = new TreeMap<>();
        measured.stream()
                .flatMap(it -> it.getJsonArray("freshness").stream())
                .map(JsonObject.class::cast)
                .forEach(it -> tables.merge(key(it), it, Loading::newer));
        JsonArray freshness = new JsonArray();
        tables.values().stream()
                .sorted(Comparator.comparing(it -> it.getDouble("seconds")))
                .limit(MOST_TABLES)
                .forEach(freshness::add);
        return new JsonObject()
                .put("known", !measured.isEmpty())
                .put("visible_p50_seconds", largest(measured, "visible_p50_seconds"))
                .put("visible_p99_seconds", largest(measured, "visible_p99_seconds"))
                .put("freshness", freshness);
    }

    private static String key(JsonObject table) {
        return table.getString("app") + '/' + table.getString("table");
    }

    private static @Nullable Double largest(List<JsonObject> measured, String name) {
        return measured.stream()
                .map(it -> it.getDouble(name))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static JsonObject newer(JsonObject one, JsonObject other) {
        return one.getDouble("seconds") <= other.getDouble("seconds") ? one : other;
    }
}
