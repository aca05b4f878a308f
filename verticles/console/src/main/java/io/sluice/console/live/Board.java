package io.sluice.console.live;

import io.sluice.kafka.Stage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.apache.kafka.common.TopicPartition;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What is known of the pipeline now, and of the last minutes. What is not known, or is too old to
 * be told as if it were now, is null: no number is made up. On one event loop.
 */
final class Board {
    /** Doors and sqlizers commit many times a second. */
    private static final long SHORT = 10_000;

    /** Batches come in steps of seconds to minutes. */
    private static final long LONG = 60_000;

    private final Optional<String> address;
    private final long historyMillis;
    private final long staleMillis;
    private final Map<String, Series> series = new HashMap<>();
    private final Totals taken = new Totals();
    private final Totals refused = new Totals();
    private final Waiting eventsWait = new Waiting();
    private final Waiting loadsWait = new Waiting();
    private final Deque<JsonArray> history = new ArrayDeque<>();
    private Source<Reading> kafka = Source.none();
    private Source<UnitTotals> registry = Source.none();

    /** The latest answer of one side, and why there is no later one. */
    private record Source<T>(Optional<T> value, long atMillis, String error) {
        static <T> Source<T> none() {
            return new Source<>(Optional.empty(), 0, "not asked yet");
        }

        static <T> Source<T> of(T value) {
            return new Source<>(Optional.of(value), System.currentTimeMillis(), "");
        }

        Source<T> failed(Throwable failure) {
            return new Source<>(value, atMillis, String.valueOf(failure.getMessage()));
        }

        Optional<T> current(long staleMillis) {
            return value.filter(it -> System.currentTimeMillis() - atMillis <= staleMillis);
        }

        JsonObject json(long staleMillis) {
            JsonObject json = new JsonObject().put("current", current(staleMillis).isPresent());
            if (atMillis > 0) {
                json.put("at", Instant.ofEpochMilli(atMillis).toString());
            }
            return error.isEmpty() ? json : json.put("error", error);
        }
    }

    /**
     * @param address of the door, if this process has one
     * @param historyMillis how much of the past is kept
     * @param staleMillis how old an answer may be to be told as the present
     */
    Board(Optional<String> address, long historyMillis, long staleMillis) {
        this.address = address;
        this.historyMillis = historyMillis;
        this.staleMillis = staleMillis;
    }

    void kafka(Reading reading) {
        kafka = Source.of(reading);
        add("chunks", reading.chunks());
        add("events", reading.counters(Stage.SQLIZER).get("events"));
        add("sent", reading.rowsSent());
        add(
                "dead",
                reading.counters(Stage.SQLIZER).get("dead")
                        + reading.counters(Stage.BATCHER).get("dead"));
        add("batched", reading.rowsTaken());
        for (Map.Entry<TopicPartition, Long> it : reading.ends().entrySet()) {
            boolean events = Reading.isEvents(it.getKey());
            (events ? eventsWait : loadsWait)
                    .seen(
                            it.getKey(),
                            it.getValue(),
                            reading.read(events ? Stage.SQLIZER : Stage.LOADER, it.getKey()),
                            reading.atMillis());
        }
    }

    void kafkaFailed(Throwable failure) {
        kafka = kafka.failed(failure);
    }

    void registry(UnitTotals totals) {
        registry = Source.of(totals);
        add("loaded", totals.loaded().rows());
    }

    void registryFailed(Throwable failure) {
        registry = registry.failed(failure);
    }

    private void add(String name, long value) {
        series.computeIfAbsent(name, it -> new Series(LONG)).add(System.currentTimeMillis(), value);
    }

    private Optional<Double> rate(String name, long window, boolean current) {
        Series of = series.get(name);
        OptionalDouble rate =
                of == null || !current ? OptionalDouble.empty() : of.perSecond(window);
        return rate.isPresent() ? Optional.of(rate.getAsDouble()) : Optional.empty();
    }

    /** The state of things, as the API tells it; a point of the history is made of it. */
    JsonObject tell(Processes processes, Instant now) {
        add("taken", taken.plus(processes.doors(ProcessState.Doors::taken)));
        add("refused", refused.plus(processes.doors(ProcessState.Doors::refused)));
        Optional<Reading> read = kafka.current(staleMillis);
        Optional<UnitTotals> units = registry.current(staleMillis);
        boolean doors = processes.haveDoors();
        JsonObject door = new JsonObject().put("known", doors);
        put(door, "address", address);
        put(door, "events_per_second", rate("taken", SHORT, doors));
        put(door, "refused_per_second", rate("refused", SHORT, doors));
        put(door, "chunks_per_second", rate("chunks", SHORT, read.isPresent()));
        JsonObject told =
                new JsonObject()
                        .put("at", now.toString())
                        .put("health", processes.health())
                        .put("processes", processes.json())
                        .put("kafka", kafka.json(staleMillis))
                        .put("registry", registry.json(staleMillis))
                        .put("door", door)
                        .put("sqlizer", sqlizer(read))
                        .put("batcher", batcher(read))
                        .put("loader", loader(read, units))
                        .put("warehouse", processes.loading());
        remember(told, now);
        return told;
    }

    private JsonObject sqlizer(Optional<Reading> read) {
        JsonObject json = new JsonObject();
        put(json, "consumers", read.map(it -> it.members().getOrDefault(Stage.SQLIZER, 0)));
        put(json, "events", read.map(it -> it.counters(Stage.SQLIZER).get("events")));
        put(json, "events_per_second", rate("events", SHORT, read.isPresent()));
        put(json, "rows_per_second", rate("sent", SHORT, read.isPresent()));
        put(json, "dead_per_second", rate("dead", SHORT, read.isPresent()));
        put(json, "waiting", read.map(Reading::chunksWaiting));
        put(json, "waiting_seconds", read.map(it -> seconds(eventsWait)));
        return json;
    }

    private JsonObject batcher(Optional<Reading> read) {
        JsonObject json = new JsonObject();
        put(json, "consumers", read.map(it -> it.members().getOrDefault(Stage.BATCHER, 0)));
        put(json, "rows_per_second", rate("batched", LONG, read.isPresent()));
        put(json, "waiting", read.map(it -> Math.max(0, it.rowsSent() - it.rowsTaken())));
        return json;
    }

    private JsonObject loader(Optional<Reading> read, Optional<UnitTotals> units) {
        JsonObject json = new JsonObject();
        put(json, "consumers", read.map(it -> it.members().getOrDefault(Stage.LOADER, 0)));
        put(json, "rows", units.map(it -> it.loaded().rows()));
        put(json, "rows_per_second", rate("loaded", LONG, units.isPresent()));
        put(json, "waiting", units.map(it -> it.published().units()));
        put(json, "waiting_rows", units.map(it -> it.published().rows()));
        put(json, "parked", units.map(it -> it.parked().units()));
        put(json, "waiting_seconds", read.map(it -> seconds(loadsWait)));
        return json;
    }

    private static double seconds(Waiting waiting) {
        return waiting.oldestMillis(System.currentTimeMillis()) / 1000.0;
    }

    private static void put(JsonObject json, String name, Optional<?> value) {
        json.put(name, value.orElse(null));
    }

    private void remember(JsonObject told, Instant now) {
        JsonArray point =
                new JsonArray()
                        .add(now.toEpochMilli() / 1000.0)
                        .add(told.getJsonObject("door").getValue("events_per_second"))
                        .add(told.getJsonObject("sqlizer").getValue("events_per_second"))
                        .add(told.getJsonObject("loader").getValue("rows_per_second"))
                        .add(told.getJsonObject("sqlizer").getValue("waiting_seconds"))
                        .add(told.getJsonObject("loader").getValue("waiting_seconds"));
        history.add(point);
        while (history.getFirst().getDouble(0) * 1000 < now.toEpochMilli() - historyMillis) {
            history.removeFirst();
        }
    }

    /** The points of the past: what {@link #columns} says, the oldest first. */
    JsonArray history() {
        return history.stream()
                .collect(Collectors.collectingAndThen(Collectors.toList(), JsonArray::new));
    }

    static JsonArray columns() {
        return JsonArray.of("time", "taken", "sqlized", "loaded", "events_wait", "loads_wait");
    }
}
