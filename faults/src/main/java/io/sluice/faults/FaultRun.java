package io.sluice.faults;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.WarehouseChoice;
import io.sluice.faults.fault.Fault;
import io.sluice.faults.fault.Scene;
import io.sluice.faults.load.Answers;
import io.sluice.faults.load.App;
import io.sluice.faults.load.Books;
import io.sluice.faults.load.Client;
import io.sluice.faults.load.Comparison;
import io.sluice.faults.load.DeadLetters;
import io.sluice.faults.load.Load;
import io.sluice.faults.load.Sent;
import io.sluice.faults.rig.Repeated;
import io.sluice.faults.rig.Rig;
import io.sluice.faults.rig.RoleProcess;
import io.sluice.faults.rig.Supervisor;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run: start all, load, play the schedule, let it settle, compare. */
final class FaultRun {
    private static final Duration EVERY = Duration.ofMillis(400);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(4);

    private final long seed;
    private final WarehouseChoice warehouse;
    private final Schedule schedule;
    private final Path folder;
    private final Notes notes;
    private final Counts counts;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param folder for data and logs, empty or not there
     */
    FaultRun(
            long seed,
            Duration length,
            List<Fault> faults,
            WarehouseChoice warehouse,
            Path folder,
            Notes notes) {
        this.seed = seed;
        this.warehouse = warehouse;
        this.schedule = Schedule.of(seed, length, faults);
        this.folder = folder;
        this.notes = notes;
        this.counts = new Counts(faults);
    }

    Schedule schedule() {
        return schedule;
    }

    Report run() throws Exception {
        long begin = System.nanoTime();
        Map<String, String> keys =
                Arrays.stream(App.values()).collect(Collectors.toMap(App::word, App::writeKey));
        try (Rig rig = new Rig(folder, keys, warehouse)) {
            // An interrupt of the terminal must leave no process behind.
            Runtime.getRuntime().addShutdownHook(new Thread(rig::close));
            rig.startRoles();
            notes.say("all roles are ready after %.1f s", (System.nanoTime() - begin) / 1e9);
            Answers answers = new Answers();
            Load load = new Load(new Client(rig.http(), rig.doors(), answers), answers, EVERY);
            Compared compared;
            try (Supervisor _ = new Supervisor(rig)) {
                try (Books books = new Books(rig, load.poison())) {
                    load.start();
                    play(rig, load);
                    settle(rig, load, books);
                }
                compared = compare(rig, load);
                playLast(new Scene(rig, load));
            }
            return report(rig, load, compared, (System.nanoTime() - begin) / 1e9);
        }
    }

    private void play(Rig rig, Load load) throws InterruptedException {
        Player player = new Player(new Scene(rig, load), counts, notes);
        Progress progress = new Progress(load, counts, player, notes);
        try (Repeated _ = new Repeated("progress", Progress.EVERY, progress::say)) {
            player.play(schedule);
        }
    }

    private void settle(Rig rig, Load load, Books books) throws InterruptedException {
        rig.roles().stream().map(RoleProcess::ways).forEach(it -> it.clear());
        long began = System.nanoTime();
        if (!load.stop(SETTLE_LIMIT)) {
            problems.add("a client had no sure answer within " + SETTLE_LIMIT);
        }
        Optional<JsonNode> last = Books.awaitSettled(rig, SETTLE_LIMIT);
        notes.say("settled after %.1f s", (System.nanoTime() - began) / 1e9);
        if (last.isEmpty()) {
            problems.add("the books cannot be read");
        } else if (!Books.settled(last.get())
                || !Books.differences(last.get(), load.poison()).isEmpty()) {
            problems.add("the books at the end: " + last.get());
        }
        Books.Seen seen = books.seen();
        notes.say("books asked %d times, answered %d times", seen.asked(), seen.answered());
        seen.differences().forEach(it -> problems.add("the books showed a difference: " + it));
    }

    private Compared compare(Rig rig, Load load) throws SQLException {
        notes.say("%d dead letters are to be there", load.poison().letters());
        problems.addAll(DeadLetters.problems(load.poison(), rig.broker().address()));
        try (Connection rows = rig.warehouse().connect()) {
            return new Compared(
                    load.count(Sent.State.ACCEPTED),
                    load.count(Sent.State.UNSURE),
                    Comparison.of(load, rows));
        }
    }

    /** What was sent until the comparison, and what became of it. */
    private record Compared(long accepted, long unsure, Comparison.Outcome rows) {}

    private void playLast(Scene scene) throws InterruptedException {
        Player player = new Player(scene, counts, notes);
        for (Schedule.Planned next : schedule.last()) {
            player.play(next);
        }
    }

    private Report report(Rig rig, Load load, Compared compared, double seconds) {
        problems.addAll(counts.broken());
        if (load.answers().of(Answers.Kind.WRONG) > 0) {
            problems.add("a door answered what no fault excuses: see above");
        }
        return new Report(
                seed,
                seconds,
                compared.accepted(),
                compared.unsure(),
                load.answers().toString(),
                counts.kills(),
                rig.restarts(),
                counts.all(),
                compared.rows(),
                problems);
    }
}
