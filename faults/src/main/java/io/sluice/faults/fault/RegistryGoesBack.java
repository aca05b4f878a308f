package io.sluice.faults.fault;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.Role;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.load.App;
import io.sluice.faults.load.Books;
import io.sluice.faults.load.Comparison;
import io.sluice.faults.load.Series;
import io.sluice.faults.rig.Database;
import io.sluice.faults.rig.Instance;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The registry's data are put back to an older state, while everybody has learnt more, and then
 * everybody forgets. What cannot be loaded any more has to be set aside, and the books have to say
 * that something is wrong; nothing may be written wrongly or twice.
 */
final class RegistryGoesBack {
    private static final int REQUESTS = 12;
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private RegistryGoesBack() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "registry-older",
                        "the registry is put back to an older state: noticed, nothing written"
                                + " wrongly",
                        Track.LAST,
                        Duration.ofMinutes(2),
                        List.of("registry"),
                        RegistryGoesBack::fire));
    }

    private static Fired fire(Scene scene, String target, Random random) throws Exception {
        Path saved = scene.rig().folder().resolve("registry-saved");
        Database registry = scene.rig().registry();
        send(scene);
        Books.awaitSettled(scene.rig(), SETTLE);
        registry.stop(false);
        registry.save(saved);
        registry.start();
        send(scene);
        Scene.sleep(Duration.ofSeconds(5));
        send(scene);
        registry.stop(false);
        registry.restore(saved);
        registry.start();
        send(scene);
        Scene.sleep(Duration.ofSeconds(10));
        // Who knew the newer versions dies, and comes back without them.
        for (String name : Instance.names(Role.SQLIZER, Role.BATCHER, Role.LOADER)) {
            scene.alone(
                    name,
                    SETTLE,
                    role -> {
                        role.kill();
                        return Fired.DONE;
                    });
        }
        send(scene);
        Scene.sleep(Duration.ofSeconds(15));
        Optional<JsonNode> books = Books.awaitSettled(scene.rig(), Duration.ofSeconds(30));
        return verdict(scene, books);
    }

    private static void send(Scene scene) throws InterruptedException {
        for (App app : App.values()) {
            scene.load().send(new Series(app, Series.Kind.LATE), REQUESTS);
        }
    }

    private static Fired verdict(Scene scene, Optional<JsonNode> books) throws Exception {
        Comparison.Outcome rows;
        try (Connection warehouse = scene.rig().warehouse().connect()) {
            rows = Comparison.of(scene.load(), warehouse);
        }
        if (rows.doubled() > 0 || rows.wrong() > 0) {
            return new Fired.Broke(
                    "%d rows doubled, %d wrong: %s"
                            .formatted(rows.doubled(), rows.wrong(), rows.examples()));
        }
        if (books.isEmpty()) {
            return new Fired.Broke("the books cannot be read");
        }
        if (Books.differences(books.get(), scene.load().poison()).isEmpty()) {
            return new Fired.Broke("the books found nothing wrong: " + books.get());
        }
        long accounted =
                books.get()
                        .path("apps")
                        .valueStream()
                        .mapToLong(
                                it ->
                                        it.path("in_flight").asLong()
                                                + it.path("dead").asLong()
                                                + it.path("parked").asLong())
                        .sum();
        return rows.lost() <= accounted
                ? Fired.DONE
                : new Fired.Broke(
                        "%d rows are missing, and the books know of %d: %s"
                                .formatted(rows.lost(), accounted, books.get()));
    }
}
