package io.sluice.console.live;

import io.sluice.runtime.Health;
import io.sluice.runtime.Status;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How one process is, as it says itself.
 *
 * @param name for people: roles, number and host
 * @param ready as its {@code /health/ready} says
 * @param checks what it cannot work without
 * @param notes what it can do without for a while
 * @param doors what its doors have counted; empty where it has none
 * @param loading what its loaders have measured; empty where it has none
 */
public record ProcessState(
        String name,
        boolean ready,
        Health.Phase phase,
        Map<String, Status> checks,
        Map<String, Status> notes,
        Optional<Doors> doors,
        Optional<JsonObject> loading) {
    private static final Logger log = LoggerFactory.getLogger(ProcessState.class);

    /**
     * Events since its doors started.
     *
     * @param taken acknowledged
     * @param refused not acknowledged, or dead letters
     */
    public record Doors(long taken, long refused) {}

    /** Of all that it asks, by name. */
    Map<String, Status> statuses() {
        Map<String, Status> all = new TreeMap<>(notes);
        all.putAll(checks);
        return all;
    }

    /** As it is told to others. */
    public JsonObject toJson() {
        JsonObject json =
                new JsonObject()
                        .put("name", name)
                        .put("ready", ready)
                        .put("phase", phase.name().toLowerCase(Locale.ROOT))
                        .put("checks", json(checks))
                        .put("notes", json(notes));
        doors.ifPresent(
                it ->
                        json.put(
                                "doors",
                                new JsonObject()
                                        .put("taken", it.taken())
                                        .put("refused", it.refused())));
        loading.ifPresent(it -> json.put("loading", it));
        return json;
    }

    private static JsonObject json(Map<String, Status> statuses) {
        JsonObject json = new JsonObject();
        statuses.forEach(
                (name, it) ->
                        json.put(
                                name,
                                new JsonObject().put("up", it.up()).put("detail", it.detail())));
        return json;
    }

    /** What another has told; empty if it is of a release that this one does not know. */
    static Optional<ProcessState> parse(String told) {
        try {
            return Optional.of(of(new JsonObject(told)));
        } catch (DecodeException | ClassCastException | IllegalArgumentException unknown) {
            log.atDebug().setCause(unknown).log("a process tells what is not known here");
            return Optional.empty();
        }
    }

    private static ProcessState of(JsonObject json) {
        return new ProcessState(
                json.getString("name", "?"),
                json.getBoolean("ready", false),
                Health.Phase.valueOf(json.getString("phase", "starting").toUpperCase(Locale.ROOT)),
                statuses(json.getJsonObject("checks", new JsonObject())),
                statuses(json.getJsonObject("notes", new JsonObject())),
                Optional.ofNullable(json.getJsonObject("doors"))
                        .map(it -> new Doors(it.getLong("taken", 0L), it.getLong("refused", 0L))),
                Optional.ofNullable(json.getJsonObject("loading")));
    }

    private static Map<String, Status> statuses(JsonObject json) {
        Map<String, Status> statuses = new TreeMap<>();
        for (String name : json.fieldNames()) {
            JsonObject it = json.getJsonObject(name, new JsonObject());
            statuses.put(name, new Status(it.getBoolean("up", false), it.getString("detail", "")));
        }
        return statuses;
    }
}
