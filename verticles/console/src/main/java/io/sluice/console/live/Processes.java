package io.sluice.console.live;

import io.sluice.runtime.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/**
 * The processes of an installation by what they tell of themselves, put together for the page.
 *
 * @param own this one
 * @param others by their ids; none that has not told lately
 */
record Processes(ProcessState own, Map<UUID, ProcessState> others) {
    private static final List<String> DEPENDENCIES =
            List.of("kafka", "registry", "s3", "warehouse");
    private static final int MOST = 200;

    /** Of this process, in a map of counters by process. */
    private static final UUID OWN = new UUID(0, 0);

    /** This one first, the others by name. */
    private List<ProcessState> all() {
        List<ProcessState> all = new ArrayList<>(others.values());
        all.sort((one, other) -> one.name().compareTo(other.name()));
        all.addFirst(own);
        return all;
    }

    /** Whether any of them has a door. */
    boolean haveDoors() {
        return all().stream().anyMatch(it -> it.doors().isPresent());
    }

    /** A counter of the doors, by process. */
    Map<UUID, Long> doors(Function<ProcessState.Doors, Long> counter) {
        Map<UUID, Long> counts = new LinkedHashMap<>();
        own.doors().ifPresent(it -> counts.put(OWN, counter.apply(it)));
        others.forEach(
                (id, state) -> state.doors().ifPresent(it -> counts.put(id, counter.apply(it))));
        return counts;
    }

    /** What loaders have measured, as {@link Loading} puts it together. */
    JsonObject loading() {
        return Loading.merged(all().stream().flatMap(it -> it.loading().stream()).toList());
    }

    /** Whether this process is ready, and how everything is that any process asks. */
    JsonObject health() {
        JsonArray dependencies = new JsonArray();
        DEPENDENCIES.forEach(
                name ->
                        dependencies.add(
                                check(name).put("needed", own.checks().containsKey(name))));
        JsonArray parts = new JsonArray();
        TreeSet<String> names = new TreeSet<>();
        all().forEach(it -> names.addAll(it.statuses().keySet()));
        names.stream().filter(it -> !DEPENDENCIES.contains(it)).forEach(it -> parts.add(check(it)));
        return new JsonObject()
                .put("ready", own.ready())
                .put("phase", word(own))
                .put("dependencies", dependencies)
                .put("parts", parts);
    }

    private static String word(ProcessState state) {
        return state.phase().name().toLowerCase(Locale.ROOT);
    }

    /** A process asks only what it works with; what one of them cannot reach is down. */
    private JsonObject check(String name) {
        Map<ProcessState, Status> told = new LinkedHashMap<>();
        for (ProcessState it : all()) {
            Optional.ofNullable(it.statuses().get(name)).ifPresent(status -> told.put(it, status));
        }
        Optional<Map.Entry<ProcessState, Status>> down =
                told.entrySet().stream().filter(it -> !it.getValue().up()).findFirst();
        String state = down.isPresent() ? "down" : told.isEmpty() ? "unknown" : "up";
        return new JsonObject()
                .put("name", name)
                .put("state", state)
                .put("detail", down.map(it -> why(it.getKey(), it.getValue())).orElse(""));
    }

    private String why(ProcessState who, Status status) {
        return who.equals(own) ? status.detail() : status.detail() + " (says " + who.name() + ")";
    }

    /** Each process: what it is called, what it does, and whether it is ready. */
    JsonArray json() {
        JsonArray list = new JsonArray();
        all().stream()
                .limit(MOST)
                .forEach(
                        it ->
                                list.add(
                                        new JsonObject()
                                                .put("name", it.name())
                                                .put("ready", it.ready())
                                                .put("phase", word(it))
                                                .put("down", new JsonArray(down(it)))));
        return list;
    }

    /** What it cannot work without, and lacks. */
    private static List<String> down(ProcessState it) {
        return new TreeMap<>(it.checks())
                .entrySet().stream()
                        .filter(check -> !check.getValue().up())
                        .map(Map.Entry::getKey)
                        .toList();
    }
}
