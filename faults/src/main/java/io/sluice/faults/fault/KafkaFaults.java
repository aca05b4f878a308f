package io.sluice.faults.fault;

import io.sluice.faults.fault.Fault.Act;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.net.Backend;
import io.sluice.faults.net.Weather;
import io.sluice.faults.rig.Broker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What happens to the broker, and on the way to it. */
final class KafkaFaults {
    private static final List<String> BROKER = List.of("broker");
    private static final Duration FULL_FOR = Duration.ofSeconds(8);

    private KafkaFaults() {}

    static List<Fault> all() {
        return List.of(
                fault("kill-broker", "kill -9 of the broker; back soon", 12, KafkaFaults::kill),
                fault(
                        "broker-restart",
                        "the broker stops in order; back soon",
                        12,
                        KafkaFaults::restart),
                fault(
                        "kafka-away",
                        "nobody reaches Kafka for a minute",
                        60,
                        BadWays.all(Backend.KAFKA, new Weather.Refused(), Duration.ofMinutes(1))),
                fault(
                        "kafka-silent",
                        "Kafka answers nobody for 30 s, connections hold",
                        30,
                        BadWays.all(
                                Backend.KAFKA, new Weather.BlackHole(), Duration.ofSeconds(30))),
                fault(
                        "kafka-slow",
                        "20 s of 30 ms a message and 200 kB/s a connection",
                        20,
                        BadWays.all(
                                Backend.KAFKA,
                                new Weather.Slow(Duration.ofMillis(30), 200_000),
                                Duration.ofSeconds(20))),
                new Fault(
                        "kafka-away-from-one",
                        "one process loses Kafka for longer than its session",
                        Track.IN_TURN,
                        Duration.ofSeconds(25),
                        BadWays.everyRole(),
                        BadWays.one(
                                Backend.KAFKA, new Weather.BlackHole(), Duration.ofSeconds(25))),
                fault("kafka-full-disk", "no room for the broker's log", 20, KafkaFaults::fill),
                fault(
                        "retention-near",
                        "an app's events are about to expire unread: the books warn before",
                        55,
                        RetentionFault::fire),
                fault(
                        "hanging-transaction",
                        "a foreign producer leaves a transaction open on a rows topic",
                        2,
                        (scene, target, random) -> Foreign.hangingTransaction(scene, random)),
                fault(
                        "more-partitions",
                        "events and rows topics of an app gain a partition",
                        3,
                        (scene, target, random) -> Foreign.morePartitions(scene, random)));
    }

    private static Fault fault(String name, String says, int seconds, Act act) {
        return new Fault(name, says, Track.IN_TURN, Duration.ofSeconds(seconds), BROKER, act);
    }

    private static Fired kill(Scene scene, String target, Random random) throws Exception {
        scene.rig().broker().kill();
        return startAgain(scene, random);
    }

    private static Fired restart(Scene scene, String target, Random random) throws Exception {
        scene.rig().broker().stop();
        return startAgain(scene, random);
    }

    private static Fired startAgain(Scene scene, Random random) throws InterruptedException {
        Scene.sleep(Scene.between(random, Duration.ZERO, Duration.ofSeconds(3)));
        scene.rig().broker().start();
        return Fired.DONE;
    }

    /** A broker without room for its log ends itself; with room it starts again. */
    private static Fired fill(Scene scene, String target, Random random)
            throws IOException, InterruptedException {
        Broker broker = scene.rig().broker();
        if (scene.rig().disk().isEmpty()) {
            return new Fired.Impossible("no tmpfs can be mounted here: it needs root");
        }
        scene.rig().disk().get().fill();
        try {
            Scene.sleep(FULL_FOR);
        } finally {
            scene.rig().disk().get().free();
        }
        if (broker.isAlive()) {
            return new Fired.Missed("the broker had written nothing meanwhile");
        }
        broker.start();
        return Fired.DONE;
    }
}
