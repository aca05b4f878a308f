package io.sluice.faults.fault;

import io.sluice.app.Role;
import io.sluice.faults.fault.Fault.Act;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.load.App;
import io.sluice.faults.net.Backend;
import io.sluice.faults.net.Weather;
import io.sluice.faults.rig.Database;
import io.sluice.faults.rig.Instance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What happens to the two databases, in them, and on the way to them. */
final class PostgresFaults {
    private static final Duration HOLD = Duration.ofSeconds(12);

    private PostgresFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        for (Backend backend : List.of(Backend.REGISTRY, Backend.WAREHOUSE)) {
            String name = backend.name().toLowerCase(Locale.ROOT);
            all.add(fault(name, "restart", "stops in order; back soon", 4, stop(backend, false)));
            all.add(fault(name, "crash", "stops at once; back soon", 4, stop(backend, true)));
            all.add(
                    fault(
                            name,
                            "cut",
                            "all connections break, five times",
                            3,
                            Ways.cut(backend, 5, Duration.ofMillis(500))));
            all.add(
                    fault(
                            name,
                            "refused",
                            "refuses connections for 12 s",
                            12,
                            Ways.all(backend, new Weather.Refused(), HOLD)));
            all.add(
                    fault(
                            name,
                            "silent",
                            "answers nobody for 25 s: statements hang",
                            25,
                            Ways.all(backend, new Weather.BlackHole(), Duration.ofSeconds(25))));
            all.add(
                    fault(
                            name,
                            "terminate",
                            "ends all sessions, ten times",
                            4,
                            each(backend, "pg_terminate_backend")));
            all.add(
                    fault(
                            name,
                            "cancel",
                            "cancels all statements, ten times",
                            4,
                            each(backend, "pg_cancel_backend")));
            all.add(
                    fault(
                            name,
                            "read-only",
                            "takes no writes for 8 s, as after a failover",
                            8,
                            readOnly(backend)));
        }
        all.add(
                fault(
                        "registry",
                        "locked",
                        "a session locks its tables for 12 s",
                        12,
                        registryLocked()));
        all.add(
                fault(
                        "warehouse",
                        "locked",
                        "a session locks all tables of an app for 12 s",
                        12,
                        PostgresFaults::warehouseLocked));
        all.add(
                fault(
                        "warehouse",
                        "deadlock",
                        "a session locks table and ledger in the other order",
                        12,
                        PostgresFaults::deadlock));
        all.add(
                new Fault(
                        "warehouse-host-lost",
                        "a loader's host is lost in a transaction: the server hears nothing of it",
                        Track.IN_TURN,
                        Duration.ofSeconds(25),
                        Instance.names(Role.LOADER),
                        PostgresFaults::hostLost));
        return all;
    }

    private static Fault fault(String database, String name, String says, int seconds, Act act) {
        return new Fault(
                database + "-" + name,
                "the " + database + " " + says,
                Track.IN_TURN,
                Duration.ofSeconds(seconds),
                List.of(database),
                act);
    }

    private static Database database(Scene scene, Backend backend) {
        return backend == Backend.REGISTRY ? scene.rig().registry() : scene.rig().warehouse();
    }

    private static Act stop(Backend backend, boolean atOnce) {
        return (scene, target, random) -> {
            Database database = database(scene, backend);
            database.stop(atOnce);
            Scene.sleep(Scene.between(random, Duration.ZERO, Duration.ofSeconds(3)));
            database.start();
            return Fired.DONE;
        };
    }

    /** Our own session is the only one that does not come through a proxy, and is left out. */
    private static Act each(Backend backend, String function) {
        return (scene, target, random) -> {
            try (Connection connection = database(scene, backend).connect();
                    Statement statement = connection.createStatement()) {
                for (int time = 0; time < 10; time++) {
                    statement.execute(
                            "SELECT %s(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
                                    .formatted(function));
                    Scene.sleep(
                            Scene.between(random, Duration.ofMillis(50), Duration.ofMillis(600)));
                }
            }
            return Fired.DONE;
        };
    }

    private static Act readOnly(Backend backend) {
        return (scene, target, random) -> {
            try (Connection connection = database(scene, backend).connect();
                    Statement statement = connection.createStatement()) {
                setReadOnly(statement, "on");
                try {
                    Scene.sleep(Duration.ofSeconds(8));
                } finally {
                    setReadOnly(statement, "off");
                }
            }
            return Fired.DONE;
        };
    }

    private static void setReadOnly(Statement statement, String value) throws SQLException {
        statement.execute("ALTER SYSTEM SET default_transaction_read_only = " + value);
        statement.execute("SELECT pg_reload_conf()");
    }

    private static Act registryLocked() {
        return (scene, target, random) ->
                locked(
                        scene.rig().registry(),
                        List.of(
                                "LOCK TABLE event_table, schema_version, load_unit IN ACCESS"
                                        + " EXCLUSIVE MODE"));
    }

    private static Fired warehouseLocked(Scene scene, String target, Random random)
            throws SQLException, InterruptedException {
        App app = Foreign.anyApp(random);
        return locked(
                scene.rig().warehouse(),
                WarehouseTables.of(scene, app).stream()
                        .map(it -> "LOCK TABLE " + it + " IN ACCESS EXCLUSIVE MODE")
                        .toList());
    }

    private static Fired locked(Database database, List<String> locks)
            throws SQLException, InterruptedException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String lock : locks) {
                statement.execute(lock);
            }
            Scene.sleep(HOLD);
            connection.rollback();
        }
        return Fired.DONE;
    }

    /** Loaders lock the ledger first; who waits the shorter is the one that PostgreSQL ends. */
    private static Fired deadlock(Scene scene, String target, Random random)
            throws SQLException, InterruptedException {
        App app = Foreign.anyApp(random);
        long before = deadlocks(scene);
        long end = System.nanoTime() + HOLD.toNanos();
        while (System.nanoTime() < end) {
            for (String table : WarehouseTables.of(scene, app)) {
                try (Connection connection = scene.rig().warehouse().connect();
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("SET deadlock_timeout = '10s'");
                    statement.execute("SET lock_timeout = '3s'");
                    statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
                    Scene.sleep(Duration.ofMillis(700));
                    for (String ledger : WarehouseTables.ledger(app)) {
                        statement.execute("LOCK TABLE " + ledger + " IN ACCESS EXCLUSIVE MODE");
                    }
                    connection.rollback();
                } catch (SQLException lostTheRace) {
                    Scene.sleep(Duration.ofMillis(100));
                }
            }
        }
        return deadlocks(scene) > before ? Fired.DONE : new Fired.Missed("no deadlock came of it");
    }

    private static long deadlocks(Scene scene) throws SQLException {
        try (Connection connection = scene.rig().warehouse().connect()) {
            return WarehouseTables.number(
                    connection,
                    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
        }
    }

    /** The server keeps the session, and its locks, until it finds out by itself. */
    private static Fired hostLost(Scene scene, String target, Random random) throws Exception {
        return scene.alone(
                target,
                Duration.ofSeconds(20),
                role -> {
                    try (Trap trap =
                            Trap.set(
                                    scene.rig().rules(),
                                    seen ->
                                            seen.role().equals(target)
                                                    && Point.BEFORE_LOAD_COMMIT.is(seen),
                                    () -> {
                                        role.ways().warehouse().set(new Weather.BlackHole());
                                        role.kill();
                                    },
                                    new io.sluice.faults.net.Fate.Cut())) {
                        if (!trap.awaitSprung(Duration.ofSeconds(20))) {
                            return new Fired.Missed("no COMMIT was seen");
                        }
                        Scene.sleep(Duration.ofSeconds(20));
                        return Fired.DONE;
                    } finally {
                        role.ways().warehouse().set(Weather.CLEAR);
                    }
                });
    }
}
