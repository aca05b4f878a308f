package io.sluice.faults.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.faults.fault.Fault.Act;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.net.Backend;
import io.sluice.faults.net.Fate;
import io.sluice.faults.net.Rule;
import io.sluice.faults.net.Seen;
import io.sluice.faults.net.Seen.Way;
import io.sluice.faults.net.Weather;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What a store in the cloud answers on a bad day. */
final class S3Faults {
    private static final List<String> STORE = List.of("s3");
    private static final Predicate<Seen> REQUEST = seen -> seen.way() == Way.REQUEST;
    private static final Predicate<Seen> PUT = REQUEST.and(seen -> seen.what().startsWith("PUT "));

    private S3Faults() {}

    static List<Fault> all() {
        return List.of(
                answers(
                        "s3-500",
                        "half of all requests are answered 500",
                        500,
                        "InternalError",
                        50,
                        10),
                answers(
                        "s3-slow-down",
                        "most requests are answered 503 SlowDown",
                        503,
                        "SlowDown",
                        80,
                        10),
                answers(
                        "s3-expired",
                        "the credentials have expired: 403 for 10 s",
                        403,
                        "ExpiredToken",
                        100,
                        10),
                fault(
                        "s3-timeout",
                        "requests are not answered for 35 s",
                        35,
                        during(35, REQUEST, 100, S3Faults::never)),
                fault(
                        "s3-cut-upload",
                        "uploads break off in the middle",
                        10,
                        during(10, PUT, 50, Fate.CutHalf::new)),
                fault(
                        "s3-cut-download",
                        "downloads break off in the middle",
                        10,
                        during(
                                10,
                                seen -> seen.way() == Way.ANSWER && seen.what().startsWith("GET "),
                                50,
                                Fate.CutHalf::new)),
                fault(
                        "s3-answer-lost",
                        "objects are stored, their answers lost",
                        10,
                        during(
                                10,
                                seen -> seen.way() == Way.ANSWER && seen.what().startsWith("PUT "),
                                50,
                                Fate.Cut::new)),
                fault(
                        "s3-slow",
                        "20 s of 300 ms a message and 20 kB/s a connection",
                        20,
                        Ways.all(
                                Backend.S3,
                                new Weather.Slow(Duration.ofMillis(300), 20_000),
                                Duration.ofSeconds(20))),
                fault(
                        "s3-refused",
                        "refuses connections for 10 s",
                        10,
                        Ways.all(Backend.S3, new Weather.Refused(), Duration.ofSeconds(10))),
                fault("s3-restart", "the store's process dies; back soon", 5, S3Faults::restart));
    }

    private static Fault fault(String name, String says, int seconds, Act act) {
        return new Fault(name, says, Track.IN_TURN, Duration.ofSeconds(seconds), STORE, act);
    }

    private static Fault answers(
            String name, String says, int status, String code, int percent, int seconds) {
        byte[] bytes = answer(status, code);
        return fault(
                name,
                says,
                seconds,
                during(seconds, REQUEST, percent, () -> new Fate.Answer(bytes)));
    }

    private static byte[] answer(int status, String code) {
        String body =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>made up by the harness</Message></Error>"
                        .formatted(code);
        return "HTTP/1.1 %d %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, code, body.length(), body)
                .getBytes(UTF_8);
    }

    /** What is done to a message; may take its time. */
    @FunctionalInterface
    private interface Doing {
        Fate fate() throws InterruptedException;
    }

    private static Fate never() throws InterruptedException {
        TimeUnit.SECONDS.sleep(40);
        return new Fate.Cut();
    }

    private static Act during(int seconds, Predicate<Seen> which, int percent, Doing doing) {
        return (scene, target, random) -> {
            AtomicInteger done = new AtomicInteger();
            Rule rule =
                    seen -> {
                        if (seen.backend() != Backend.S3
                                || !which.test(seen)
                                || !hit(random, percent)) {
                            return Fate.PASS;
                        }
                        done.incrementAndGet();
                        return doing.fate();
                    };
            scene.rig().rules().during(Duration.ofSeconds(seconds), rule);
            return done.get() > 0 ? Fired.DONE : new Fired.Missed("no request came");
        };
    }

    private static boolean hit(Random random, int percent) {
        return random.nextInt(100) < percent;
    }

    private static Fired restart(Scene scene, String target, Random random) throws Exception {
        scene.rig().store().kill();
        Scene.sleep(Scene.between(random, Duration.ZERO, Duration.ofSeconds(2)));
        scene.rig().store().start();
        return Fired.DONE;
    }
}
