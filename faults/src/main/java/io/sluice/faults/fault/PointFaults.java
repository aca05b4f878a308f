package io.sluice.faults.fault;

import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.net.Fate;
import io.sluice.faults.net.Rules;
import io.sluice.faults.net.Seen;
import io.sluice.faults.rig.Instance;
import io.sluice.faults.rig.RoleProcess;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** Kills, freezes and cuts at the moments of {@link Point}. */
final class PointFaults {
    /** Longer than any of them comes under load. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Longer than a transaction (15 s) and a session (10 s) may stand still. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(19);

    /** One before and one after what each stage makes true. */
    private static final Set<Point> FREEZES =
            EnumSet.of(
                    Point.BEFORE_PRODUCE,
                    Point.BEFORE_SCHEMA_UPSERT,
                    Point.BEFORE_ROW_COMMIT,
                    Point.AFTER_ROW_COMMIT,
                    Point.BEFORE_MANIFEST,
                    Point.BEFORE_BATCH_COMMIT,
                    Point.AFTER_BATCH_COMMIT,
                    Point.BEFORE_LOAD_COMMIT,
                    Point.AFTER_LOAD_COMMIT);

    private PointFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        for (Point point : Point.values()) {
            all.add(
                    fault(
                            "kill",
                            "kill -9 when " + point.says(),
                            point,
                            Duration.ofSeconds(3),
                            PointFaults::kill));
            all.add(
                    fault(
                            "cut",
                            "the connection breaks when " + point.says(),
                            point,
                            Duration.ofSeconds(2),
                            PointFaults::cut));
            if (FREEZES.contains(point)) {
                all.add(
                        fault(
                                "freeze",
                                "SIGSTOP, until others have the work, when " + point.says(),
                                point,
                                LONGEST_SILENCE.plusSeconds(2),
                                PointFaults::freeze));
            }
        }
        return all;
    }

    @FunctionalInterface
    private interface Way {
        Fired happen(Rules rules, RoleProcess role, Point point) throws InterruptedException;
    }

    private static Fault fault(String verb, String says, Point point, Duration takes, Way way) {
        return new Fault(
                verb + "-" + point.word(),
                says,
                Track.IN_TURN,
                takes,
                Instance.names(point.role()),
                (Scene scene, String target, Random random) ->
                        scene.alone(
                                target,
                                PATIENCE,
                                role -> way.happen(scene.rig().rules(), role, point)));
    }

    private static Fired kill(Rules rules, RoleProcess role, Point point)
            throws InterruptedException {
        try (Trap trap = Trap.set(rules, at(role, point), role::kill, new Fate.Cut())) {
            return trap.awaitSprung(PATIENCE) ? Fired.DONE : missed(point);
        }
    }

    private static Fired cut(Rules rules, RoleProcess role, Point point)
            throws InterruptedException {
        try (Trap trap = Trap.set(rules, at(role, point), () -> {}, new Fate.Cut())) {
            return trap.awaitSprung(PATIENCE) ? Fired.DONE : missed(point);
        }
    }

    /**
     * When it wakes, what it was about to say goes on, to backends that have gone on without it.
     */
    private static Fired freeze(Rules rules, RoleProcess role, Point point)
            throws InterruptedException {
        try (Trap trap = Trap.set(rules, at(role, point), role::freeze, Fate.PASS)) {
            if (!trap.awaitSprung(PATIENCE)) {
                return missed(point);
            }
            try {
                Scene.sleep(LONGEST_SILENCE);
            } finally {
                role.thaw();
            }
            return Fired.DONE;
        }
    }

    private static Predicate<Seen> at(RoleProcess role, Point point) {
        return seen -> seen.role().equals(role.name()) && point.is(seen);
    }

    private static Fired missed(Point point) {
        return new Fired.Missed("not seen within %d s: %s".formatted(PATIENCE.toSeconds(), point));
    }
}
