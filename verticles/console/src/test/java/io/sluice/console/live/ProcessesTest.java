package io.sluice.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.Health;
import io.sluice.runtime.Status;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

class ProcessesTest {
    private static final Status DOWN = Status.down("no answer");
    private static final ProcessState CONSOLE =
            state("console 1@a", Map.of("kafka", Status.UP), Optional.empty(), Optional.empty());

    private static ProcessState state(
            String name,
            Map<String, Status> checks,
            Optional<ProcessState.Doors> doors,
            Optional<JsonObject> loading) {
        boolean ready = checks.values().stream().allMatch(Status::up);
        return new ProcessState(
                name,
                ready,
                Health.Phase.STARTED,
                checks,
                Map.of("registry", Status.UP),
                doors,
                loading);
    }

    private static Processes with(ProcessState... others) {
        Map<UUID, ProcessState> map = new HashMap<>();
        for (ProcessState it : others) {
            map.put(UUID.randomUUID(), it);
        }
        return new Processes(CONSOLE, map);
    }

    private static JsonObject loaded(double p99, double users, double orders) {
        return new JsonObject()
                .put("visible_p50_seconds", null)
                .put("visible_p99_seconds", p99)
                .put("freshness", JsonArray.of(fresh("users", users), fresh("orders", orders)));
    }

    private static JsonObject fresh(String table, double seconds) {
        return JsonObject.of("app", "shop", "table", table, "seconds", seconds);
    }

    private static JsonObject dependency(Processes processes, String name) {
        return processes.health().getJsonArray("dependencies").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsToldIsUnderstood() {
        ProcessState told =
                state(
                        "loader 2@b",
                        Map.of("s3", DOWN),
                        Optional.of(new ProcessState.Doors(7, 1)),
                        Optional.of(loaded(2.5, 1, 2)));
        assertThat(ProcessState.parse(told.toJson().encode())).contains(told);
    }

    @Test
    void anotherReleaseMayTellMoreOrSomethingElse() {
        assertThat(ProcessState.parse("{\"name\":\"new\",\"colour\":3}"))
                .map(ProcessState::name)
                .contains("new");
        assertThat(ProcessState.parse("{\"phase\":\"dreaming\"}")).isEmpty();
        assertThat(ProcessState.parse("{\"checks\":[]}")).isEmpty();
        assertThat(ProcessState.parse("{\"ready\":\"no\"}")).isEmpty();
        assertThat(ProcessState.parse("[1")).isEmpty();
    }

    @Test
    void whatOneProcessCannotReachIsDownAndSaysWhoSays() {
        Processes processes =
                with(
                        state(
                                "loader 2@b",
                                Map.of("s3", Status.UP),
                                Optional.empty(),
                                Optional.empty()),
                        state(
                                "loader 3@c",
                                Map.of("s3", DOWN),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(dependency(processes, "s3"))
                .isEqualTo(
                        new JsonObject()
                                .put("name", "s3")
                                .put("state", "down")
                                .put("detail", "no answer (says loader 3@c)")
                                .put("needed", false));
        assertThat(dependency(processes, "kafka").getString("state")).isEqualTo("up");
        assertThat(dependency(processes, "warehouse").getString("state")).isEqualTo("unknown");
        assertThat(processes.health().getBoolean("ready")).isTrue();
        assertThat(processes.json().getJsonObject(2))
                .isEqualTo(
                        new JsonObject()
                                .put("name", "loader 3@c")
                                .put("ready", false)
                                .put("phase", "started")
                                .put("down", JsonArray.of("s3")));
    }

    @Test
    void freshnessIsOfTheNewestAndPercentilesAreOfTheSlowest() {
        Processes processes =
                with(
                        state("a", Map.of(), Optional.empty(), Optional.of(loaded(2.5, 9, 2))),
                        state("b", Map.of(), Optional.empty(), Optional.of(loaded(4, 3, 5))));
        assertThat(processes.loading())
                .isEqualTo(
                        new JsonObject()
                                .put("known", true)
                                .put("visible_p50_seconds", null)
                                .put("visible_p99_seconds", 4.0)
                                .put(
                                        "freshness",
                                        JsonArray.of(fresh("orders", 2.0), fresh("users", 3.0))));
        assertThat(with().loading().getBoolean("known")).isFalse();
    }

    @Test
    void doorsThatComeAndGoAddNothingButWhatTheyTake() {
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        Totals totals = new Totals();
        assertThat(totals.plus(Map.of(one, 1_000L))).isZero();
        assertThat(totals.plus(Map.of(one, 1_010L, other, 500L))).isEqualTo(10);
        assertThat(totals.plus(Map.of(other, 505L))).isEqualTo(15);
        assertThat(totals.plus(Map.of(one, 9_000L, other, 505L))).isEqualTo(15);

        Processes processes =
                with(
                        state(
                                "d",
                                Map.of(),
                                Optional.of(new ProcessState.Doors(7, 1)),
                                Optional.empty()));
        assertThat(processes.haveDoors()).isTrue();
        assertThat(List.copyOf(processes.doors(ProcessState.Doors::refused).values()))
                .containsExactly(1L);
        assertThat(with().haveDoors()).isFalse();
    }
}
