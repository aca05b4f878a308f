package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/** Clients that keep to HTTP and mean no good: slow ones, and those that say too much. */
class SlowClientsIT {
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"x\",\"body\":{\"a\":1}}";

    private static String head(String more) {
        return "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Write-Key: "
                + RunningSink.KEY
                + "\r\n"
                + more;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static double inFlight(RunningSink door) {
        return door.meters.get("sluice.sink.inflight.bytes").gauge().value();
    }

    private static void assertStillWorks(RunningSink door) throws Exception {
        assertThat(door.post("", EVENT).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(10)).until(() -> inFlight(door) == 0);
    }

    @Test
    void aHeadThatTricklesIsCutAtItsDeadline() throws Exception {
        String limits =
                "instances: 1\nhttp: {head-deadline: 1s, request-deadline: 1s, idle-timeout: 60s}";
        try (RunningSink door = new RunningSink(limits);
                Socket socket = door.connect()) {
            long start = System.nanoTime();
            socket.setSoTimeout(100);
            socket.getOutputStream().write(bytes(head("A: ")));
            assertThat(readWhileTrickling(socket)).isEqualTo(-1);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
            assertStillWorks(door);
        }
    }

    private static int readWhileTrickling(Socket socket) {
        while (true) {
            try {
                socket.getOutputStream().write('x');
                return socket.getInputStream().read();
            } catch (SocketTimeoutException nothingYet) {
                assertThat(socket.isConnected()).isTrue();
            } catch (IOException reset) {
                return -1;
            }
        }
    }

    /** Each request asks for an answer many times its size; the door must not keep them all. */
    @Test
    void aClientThatNeverReadsItsAnswersIsReadNoFurther() throws Exception {
        String body = "x\n".repeat(90);
        byte[] request = bytes(head("Content-Length: " + body.length() + "\r\n\r\n") + body);
        int most = 30_000;
        try (RunningSink door = new RunningSink("instances: 1\nhttp: {idle-timeout: 30s}");
                Socket socket = door.connect()) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            for (int i = 0; i < most; i++) {
                                                socket.getOutputStream().write(request);
                                            }
                                        } catch (IOException closedByTheDoor) {
                                            assertThat(closedByTheDoor).isNotNull();
                                        }
                                    });
            long[] before = {-1};
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(
                            () -> {
                                long answered = answered(door);
                                boolean stands = answered > 0 && answered == before[0];
                                before[0] = answered;
                                return stands;
                            });
            assertThat(answered(door)).as("answers made for nobody").isLessThan(most / 2);
            writer.interrupt();
            writer.join();
            assertStillWorks(door);
        }
    }

    private static long answered(RunningSink door) {
        return (long)
                door.meters.find("sluice.sink.requests").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum();
    }

    @Test
    void floodsOfHeadersExtensionsAndTrailersAreRefused() throws Exception {
        try (RunningSink door = new RunningSink("instances: 1")) {
            String chunked = "Transfer-Encoding: chunked\r\n\r\n";
            assertThat(door.raw(head("A: b\r\n".repeat(5_000) + "\r\n"))).contains(" 431 ");
            assertThat(door.raw(head("A: " + "b".repeat(20_000) + "\r\n\r\n"))).contains(" 431 ");
            assertThat(door.raw(head("A".repeat(20_000) + ": b\r\n\r\n"))).contains(" 431 ");
            assertThat(door.raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n"))
                    .contains(" 414 ");
            for (String body :
                    List.of(
                            "1;" + "x".repeat(100_000) + "\r\n{\r\n0\r\n\r\n",
                            "1\r\n{\r\n0\r\n" + "A: b\r\n".repeat(20_000) + "\r\n",
                            "1".repeat(10_000) + "\r\n")) {
                assertThat(door.raw(head(chunked + body))).doesNotContain(" 202 ", " 500 ");
            }
            assertThat(door.raw(head("\r\n".repeat(3)))).doesNotContain(" 500 ");
            assertStillWorks(door);
        }
    }

    @Test
    void aBodyInPiecesOfOneByteIsTaken() throws Exception {
        StringBuilder pieces = new StringBuilder(head("Transfer-Encoding: chunked\r\n\r\n"));
        EVENT.chars().forEach(c -> pieces.append("1\r\n").append((char) c).append("\r\n"));
        try (RunningSink door = new RunningSink("instances: 1");
                Socket socket = door.connect()) {
            socket.getOutputStream().write(bytes(pieces + "0\r\n\r\n"));
            byte[] status = socket.getInputStream().readNBytes(12);
            assertThat(new String(status, ISO_8859_1)).isEqualTo("HTTP/1.1 202");
            assertStillWorks(door);
        }
    }

    @Test
    void aLengthThatLiesHarmsOnlyItsOwnConnection() throws Exception {
        String limits = "instances: 1\nhttp: {request-deadline: 1s, idle-timeout: 5s}";
        try (RunningSink door = new RunningSink(limits)) {
            String tooShort = head("Content-Length: 10\r\n\r\n" + EVENT);
            assertThat(door.raw(tooShort)).doesNotContain(" 202 ").doesNotContain(" 500 ");
            String tooLong = head("Content-Length: 5000\r\n\r\n" + EVENT);
            try (Socket open = door.connect()) {
                open.getOutputStream().write(bytes(tooLong));
                assertThat(RunningSink.readAll(open.getInputStream())).contains(" 408 ");
            }
            assertThat(door.raw(tooLong)).as("half closed").doesNotContain(" 202 ");
            assertStillWorks(door);
        }
    }
}
