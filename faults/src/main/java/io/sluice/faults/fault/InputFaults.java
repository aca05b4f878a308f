package io.sluice.faults.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.app.Role;
import io.sluice.faults.fault.Fault.Act;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.load.App;
import io.sluice.faults.load.Series;
import io.sluice.faults.rig.Instance;
import io.sluice.faults.rig.JvmOptions.Extra;
import io.sluice.faults.rig.RoleProcess;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** Bytes that nobody of ours has written, and clients and clocks that behave as they like. */
final class InputFaults {
    /** From Debian's package libfaketime. */
    private static final Path FAKETIME =
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

    private static final List<String> JUMPS = List.of("-40d", "-2h", "+2h", "+40d");

    private InputFaults() {}

    static List<Fault> all() {
        return List.of(
                fault(
                        "poison-events",
                        "foreign, broken, huge, old and lying records on an events topic",
                        1,
                        (scene, target, random) ->
                                send(scene, Topics.Kind.EVENTS, random, Poisons.events(random))),
                fault(
                        "poison-rows",
                        "foreign, huge, old and forged records on a rows topic",
                        1,
                        InputFaults::rows),
                fault(
                        "poison-loads",
                        "foreign, empty, huge and old records on sluice.loads",
                        1,
                        (scene, target, random) ->
                                send(scene, Topics.LOADS, random, Poisons.loads(random))),
                fault(
                        "poison-dead",
                        "foreign records on a topic of dead letters",
                        1,
                        (scene, target, random) ->
                                send(scene, Topics.Kind.DEAD, random, Poisons.dead(random))),
                fault(
                        "column-storm",
                        "hundreds of new columns at once, beyond the limit of a table",
                        5,
                        (scene, target, random) -> {
                            scene.load()
                                    .send(new Series(Foreign.anyApp(random), Series.Kind.WIDE), 20);
                            return Fired.DONE;
                        }),
                fault(
                        "repeat-everything",
                        "a client sends again all that was accepted of late",
                        8,
                        (scene, target, random) -> {
                            scene.load().repeat(App.SHOP, 120);
                            return Fired.DONE;
                        }),
                new Fault(
                        "clock-jump",
                        "a process starts with a clock that is hours or weeks off, for 15 s",
                        Track.IN_TURN,
                        Duration.ofSeconds(17),
                        Instance.names(Role.EVENT_SINK, Role.SQLIZER, Role.BATCHER, Role.LOADER),
                        InputFaults::jump));
    }

    private static Fault fault(String name, String says, int seconds, Act act) {
        return new Fault(
                name, says, Track.IN_TURN, Duration.ofSeconds(seconds), List.of("input"), act);
    }

    private static Fired rows(Scene scene, String target, Random random)
            throws SQLException, ExecutionException, InterruptedException {
        App app = Foreign.anyApp(random);
        return send(
                scene,
                Topics.rows(app.word()),
                random,
                Poisons.rows(random, app.word(), WarehouseTables.uid(scene, app)));
    }

    private static Fired send(
            Scene scene, Topics.Kind kind, Random random, List<Poisons.Dose> doses)
            throws ExecutionException, InterruptedException {
        return send(scene, kind.of(Foreign.anyApp(random).word()), random, doses);
    }

    private static Fired send(Scene scene, String topic, Random random, List<Poisons.Dose> doses)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = Foreign.producer(scene, Map.of())) {
            int partitions = producer.partitionsFor(topic).size();
            for (Poisons.Dose dose : doses) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, random.nextInt(partitions), null, dose.value());
                dose.headers()
                        .forEach(
                                (name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
                RecordMetadata sent = producer.send(record).get();
                scene.load()
                        .poison()
                        .add(
                                topic,
                                sent.partition(),
                                sent.offset(),
                                dose.letters(),
                                dose.claimed());
            }
        }
        return Fired.DONE;
    }

    private static Fired jump(Scene scene, String target, Random random) throws Exception {
        if (!Files.exists(FAKETIME)) {
            return new Fired.Impossible("libfaketime is not installed");
        }
        Extra extra =
                new Extra(
                        "",
                        Map.of(
                                "LD_PRELOAD",
                                FAKETIME.toString(),
                                "FAKETIME",
                                JUMPS.get(random.nextInt(JUMPS.size())),
                                "FAKETIME_DONT_FAKE_MONOTONIC",
                                "1"));
        return scene.alone(target, Duration.ofSeconds(20), role -> jump(role, extra));
    }

    private static Fired jump(RoleProcess role, Extra extra) throws InterruptedException {
        role.setExtra(extra);
        try {
            role.kill();
            role.start();
            Scene.sleep(Duration.ofSeconds(15));
        } finally {
            role.setExtra(Extra.NONE);
            role.kill();
        }
        return Fired.DONE;
    }
}
