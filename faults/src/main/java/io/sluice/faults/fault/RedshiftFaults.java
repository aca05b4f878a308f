package io.sluice.faults.fault;

import io.sluice.faults.fault.Fault.Act;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.standin.Faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What Redshift itself answers, or does not, when it has one of its bad moments. */
final class RedshiftFaults {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int TIMES = 4;

    /** What a load writes with. */
    private static final List<String> WRITES =
            List.of("COPY", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER");

    private RedshiftFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.add(
                times(
                        "1023",
                        "ends transactions by error 1023: others have the same tables",
                        List.of("COPY", "INSERT", "LOCK", "COMMIT"),
                        Faults.Fault.SERIALIZATION));
        all.add(
                times(
                        "1018",
                        "says 1018: a table is younger than the snapshot",
                        List.of("COPY", "INSERT", "LOCK"),
                        Faults.Fault.RELATION_GONE));
        all.add(
                times(
                        "lost-before",
                        "is lost before it has run a statement of a load",
                        List.of("COPY", "INSERT", "LOCK", "CREATE", "ALTER"),
                        Faults.Fault.LOST_BEFORE));
        all.add(
                times(
                        "lost-after",
                        "is lost when it has run a statement of a load",
                        List.of("COPY", "INSERT", "LOCK", "CREATE", "ALTER"),
                        Faults.Fault.LOST_AFTER));
        all.add(
                times(
                        "lost-before-commit",
                        "is lost before COMMIT",
                        List.of("COMMIT"),
                        Faults.Fault.LOST_BEFORE));
        all.add(
                times(
                        "lost-after-commit",
                        "is lost when it has committed, before it says so",
                        List.of("COMMIT"),
                        Faults.Fault.LOST_AFTER));
        all.add(lasting("resize", "changes its size, and takes no writes", Faults.Fault.RESIZE));
        all.add(lasting("disk-full", "has no room for more rows", Faults.Fault.DISK_FULL));
        all.add(fault("reboot", "cuts off everybody, and is back after 5 s", 6, reboot()));
        return all;
    }

    private static Fault fault(String name, String says, int seconds, Act act) {
        return new Fault(
                "redshift-" + name,
                "Redshift " + says,
                Track.IN_TURN,
                Duration.ofSeconds(seconds),
                List.of("redshift"),
                act);
    }

    private static Faults faults(Scene scene) {
        return scene.rig().standIn().orElseThrow().faults();
    }

    /** Several statements meet the fault, of one kind after the other. */
    private static Fault times(
            String name, String says, List<String> statements, Faults.Fault fault) {
        return fault(
                name,
                says,
                6,
                (scene, target, random) -> {
                    int met = 0;
                    for (int time = 0; time < TIMES; time++) {
                        met += meets(scene, any(statements, random), fault) ? 1 : 0;
                        Scene.sleep(
                                Scene.between(
                                        random, Duration.ofMillis(50), Duration.ofMillis(800)));
                    }
                    return met > 0 ? Fired.DONE : new Fired.Missed("no such statement came");
                });
    }

    private static String any(List<String> statements, Random random) {
        return statements.get(random.nextInt(statements.size()));
    }

    private static boolean meets(Scene scene, String statement, Faults.Fault fault)
            throws InterruptedException {
        Faults faults = faults(scene);
        faults.next(statement, fault);
        long end = System.nanoTime() + PATIENCE.toNanos() / TIMES;
        while (faults.waiting() > 0 && System.nanoTime() < end) {
            Scene.sleep(Duration.ofMillis(20));
        }
        boolean met = faults.waiting() == 0;
        faults.clear();
        return met;
    }

    /** All writes meet the fault for a time. */
    private static Fault lasting(String name, String says, Faults.Fault fault) {
        return fault(
                name,
                says + ", for 8 s",
                8,
                (scene, target, random) -> {
                    WRITES.forEach(it -> faults(scene).every(it, fault));
                    try {
                        Scene.sleep(Duration.ofSeconds(8));
                    } finally {
                        faults(scene).clear();
                    }
                    return Fired.DONE;
                });
    }

    private static Act reboot() {
        return (scene, target, random) -> {
            scene.rig().standIn().orElseThrow().stop();
            try {
                Scene.sleep(Duration.ofSeconds(5));
            } finally {
                scene.rig().standIn().orElseThrow().start();
            }
            return Fired.DONE;
        };
    }
}
