package io.sluice.faults.fault;

import io.sluice.app.Role;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.net.Fate;
import io.sluice.faults.net.Seen;
import io.sluice.faults.rig.Instance;
import io.sluice.faults.rig.RoleProcess;
import io.sluice.faults.rig.Signal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Processes that die, stand still, are replaced while they still live, or come and go. */
final class RoleFaults {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Role[] STAGES = {Role.SQLIZER, Role.BATCHER, Role.LOADER};

    private RoleFaults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        for (Role role : Role.values()) {
            if (Instance.names(role).isEmpty()) {
                continue;
            }
            all.add(
                    new Fault(
                            "kill-" + role.word(),
                            "kill -9 at any moment; started again soon",
                            Track.BESIDE,
                            Duration.ZERO,
                            Instance.names(role),
                            RoleFaults::kill));
            all.add(
                    new Fault(
                            "freeze-" + role.word(),
                            "SIGSTOP for longer than sessions and transactions last, then SIGCONT",
                            Track.IN_TURN,
                            PointFaults.LONGEST_SILENCE.plusSeconds(4),
                            Instance.names(role),
                            RoleFaults::freeze));
        }
        for (Role role : STAGES) {
            all.add(
                    new Fault(
                            "zombie-" + role.word(),
                            "a frozen process is replaced by one of the same name, then wakes",
                            Track.IN_TURN,
                            Duration.ofSeconds(14),
                            Instance.names(role),
                            RoleFaults::zombie));
            for (String api : List.of("JOIN_GROUP", "SYNC_GROUP")) {
                all.add(rebalance(role, api));
            }
        }
        return all;
    }

    private static Fired kill(Scene scene, String target, Random random) throws Exception {
        return scene.alone(
                target,
                Duration.ofMillis(1),
                role -> {
                    role.kill();
                    Scene.sleep(Duration.ofMillis(random.nextInt(1_000)));
                    return Fired.DONE;
                });
    }

    private static Fired freeze(Scene scene, String target, Random random) throws Exception {
        return scene.alone(
                target,
                PATIENCE,
                role -> {
                    role.freeze();
                    try {
                        Scene.sleep(
                                Scene.between(
                                        random,
                                        PointFaults.LONGEST_SILENCE,
                                        PointFaults.LONGEST_SILENCE.plusSeconds(8)));
                    } finally {
                        role.thaw();
                    }
                    return Fired.DONE;
                });
    }

    /** Both have one slot: whoever came later fences the other. */
    private static Fired zombie(Scene scene, String target, Random random) throws Exception {
        return scene.alone(
                target,
                PATIENCE,
                role -> {
                    role.freeze();
                    Process before = role.replace();
                    try {
                        role.awaitReady(PATIENCE);
                        Scene.sleep(Scene.between(random, Duration.ZERO, Duration.ofSeconds(4)));
                        Signal.CONT.send(before.pid());
                        Scene.sleep(Duration.ofSeconds(6));
                        return Fired.DONE;
                    } finally {
                        before.destroyForcibly().waitFor();
                    }
                });
    }

    /** A third member joins; one of the first two dies as it says or hears who gets what. */
    private static Fault rebalance(Role role, String api) {
        return new Fault(
                "kill-%s-in-%s"
                        .formatted(role.word(), api.toLowerCase(Locale.ROOT).replace('_', '-')),
                "kill -9 in a rebalance, when another member has joined",
                Track.IN_TURN,
                Duration.ofSeconds(12),
                Instance.names(role),
                (scene, target, random) -> {
                    RoleProcess third = scene.role(Instance.extra(role).orElseThrow().name());
                    third.turn().lock();
                    try {
                        return scene.alone(
                                target, PATIENCE, victim -> joining(scene, victim, third, api));
                    } finally {
                        third.turn().unlock();
                    }
                });
    }

    private static Fired joining(Scene scene, RoleProcess victim, RoleProcess third, String api)
            throws InterruptedException {
        Predicate<Seen> moment =
                seen ->
                        seen.role().equals(victim.name())
                                && seen.way() == Seen.Way.REQUEST
                                && seen.what().equals(api);
        try (Trap trap = Trap.set(scene.rig().rules(), moment, victim::kill, new Fate.Cut())) {
            third.start();
            boolean sprung = trap.awaitSprung(PATIENCE);
            TimeUnit.SECONDS.sleep(2);
            return sprung ? Fired.DONE : new Fired.Missed("no rebalance seen");
        } finally {
            third.kill();
        }
    }
}
