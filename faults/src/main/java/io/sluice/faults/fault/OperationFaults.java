package io.sluice.faults.fault;

import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.load.Administrator;
import io.sluice.faults.load.Answers;
import io.sluice.faults.load.Answers.Kind;
import io.sluice.faults.rig.Instance;
import io.sluice.faults.rig.JvmOptions.Extra;
import io.sluice.faults.rig.Repeated;
import io.sluice.faults.rig.RoleProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What operators do, on purpose: nobody may notice. */
final class OperationFaults {
    /** What an orchestrator grants before it kills. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private OperationFaults() {}

    static List<Fault> all() {
        return List.of(
                fault(
                        "rolling-restart",
                        "SIGTERM to one process after the other, under load",
                        90,
                        Track.ALONE,
                        OperationFaults::rollingRestart),
                fault(
                        "upgrade",
                        "a rolling restart into a version with a new migration of the registry",
                        95,
                        Track.ALONE,
                        OperationFaults::upgrade),
                fault(
                        "scale-out-and-in",
                        "a third sqlizer, batcher and loader come, and go by SIGTERM",
                        30,
                        Track.IN_TURN,
                        OperationFaults::scale));
    }

    private static Fault fault(String name, String says, int seconds, Track track, Fault.Act act) {
        return new Fault(name, says, track, Duration.ofSeconds(seconds), List.of("all"), act);
    }

    private static Fired rollingRestart(Scene scene, String target, Random random)
            throws Exception {
        for (Instance instance : Instance.USUAL) {
            if (!scene.role(instance.name()).awaitReady(READY_LIMIT)) {
                return new Fired.Missed(instance.name() + " was not ready before");
            }
        }
        Answers answers = scene.load().answers();
        long broken = answers.of(Kind.BROKEN) + answers.of(Kind.WRONG);
        Administrator administrator =
                new Administrator(scene.rig().http(), scene.rig().adminCall());
        try (Repeated _ = new Repeated("administrator", Administrator.EVERY, administrator::ask)) {
            for (Instance instance : Instance.USUAL) {
                Fired fired = scene.alone(instance.name(), READY_LIMIT, OperationFaults::restart);
                if (!(fired instanceof Fired.Done)) {
                    return fired;
                }
            }
        }
        long more = answers.of(Kind.BROKEN) + answers.of(Kind.WRONG) - broken;
        if (more > 0) {
            return new Fired.Broke(more + " requests had neither 2xx nor 503 with Retry-After");
        }
        return administrator.isContent()
                ? Fired.DONE
                : new Fired.Broke("the console answered " + administrator);
    }

    private static Fired restart(RoleProcess role) throws InterruptedException {
        Optional<Duration> drained = role.terminate(DRAIN_LIMIT);
        if (drained.isEmpty()) {
            return new Fired.Broke(role.name() + " did not drain within " + DRAIN_LIMIT);
        }
        role.start();
        return role.awaitReady(READY_LIMIT)
                ? Fired.DONE
                : new Fired.Broke(role.name() + " was not ready again within " + READY_LIMIT);
    }

    /** The new version is the old one with one more migration before it on the class path. */
    private static Fired upgrade(Scene scene, String target, Random random) throws Exception {
        // Above all before it, as the next version's is.
        String version = Long.toString(Instant.now().getEpochSecond());
        Path classes = migration(scene.rig().folder().resolve("upgrade-" + version), version);
        scene.rig().roles().forEach(it -> it.setExtra(new Extra(classes.toString(), Map.of())));
        Fired fired = rollingRestart(scene, target, random);
        // Those that start from now on are of the old version again: it has to bear the new tables.
        scene.rig().roles().forEach(it -> it.setExtra(Extra.NONE));
        if (fired instanceof Fired.Done && !migrated(scene, version)) {
            return new Fired.Broke("the migration did not run");
        }
        return fired;
    }

    private static Path migration(Path classes, String version) throws IOException {
        Path folder = classes.resolve("io/sluice/registry/migration");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("V" + version + "__harness.sql"),
                "ALTER TABLE load_unit ADD COLUMN IF NOT EXISTS harness_%s TEXT NOT NULL DEFAULT '';%n"
                        .formatted(version));
        return classes;
    }

    private static boolean migrated(Scene scene, String version) throws SQLException {
        try (Connection connection = scene.rig().registry().connect()) {
            return WarehouseTables.number(
                            connection,
                            "SELECT count(*) FROM information_schema.columns WHERE column_name = 'harness_%s'"
                                    .formatted(version))
                    == 1;
        }
    }

    private static Fired scale(Scene scene, String target, Random random) throws Exception {
        for (Instance extra : Instance.EXTRA) {
            scene.role(extra.name()).turn().lock();
            scene.role(extra.name()).start();
        }
        try {
            for (Instance extra : Instance.EXTRA) {
                scene.role(extra.name()).awaitReady(READY_LIMIT);
            }
            Scene.sleep(Scene.between(random, Duration.ofSeconds(2), Duration.ofSeconds(8)));
            for (Instance extra : Instance.EXTRA) {
                if (scene.role(extra.name()).terminate(DRAIN_LIMIT).isEmpty()) {
                    return new Fired.Broke(extra.name() + " did not drain within " + DRAIN_LIMIT);
                }
            }
            return Fired.DONE;
        } finally {
            for (Instance extra : Instance.EXTRA) {
                scene.role(extra.name()).kill();
                scene.role(extra.name()).turn().unlock();
            }
        }
    }
}
