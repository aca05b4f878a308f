package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Any bytes on the socket of the real door are answered or the connection is closed, soon; never a
 * 500, and nothing of it stays behind. {@code KEY} in the input stands for the write key.
 */
class HttpFuzzIT {
    /** The server answers with the name of the protocol that it was asked in, whatever that is. */
    private static final Pattern ANSWERS =
            Pattern.compile(
                    "(?s)(\\S+/\\d+\\.\\d+ (100|2\\d\\d|40\\d|41\\d|429|431|501|503) .*|<reset>)?");

    private static RunningSink door;

    @BeforeAll
    static void open() {
        door =
                new RunningSink(
                        "instances: 1\n"
                                + "http: {request-deadline: 1s, idle-timeout: 1s, max-body: 64KiB,"
                                + " in-flight: 1MiB}");
    }

    @AfterAll
    static void close() {
        assertThat(door.meters.get("sluice.sink.connections").gauge().value()).isLessThan(2);
        door.close();
    }

    @FuzzTest
    void anyBytesAreAnsweredOrCutOff(byte[] request) throws IOException {
        long start = System.nanoTime();
        String answer = door.raw(withKey(request));
        assertThat(answer).matches(ANSWERS).doesNotContain(" 500 ");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> door.meters.get("sluice.sink.inflight.bytes").gauge().value() == 0);
    }

    private static byte[] withKey(byte[] request) {
        return new String(request, ISO_8859_1).replace("KEY", RunningSink.KEY).getBytes(ISO_8859_1);
    }
}
