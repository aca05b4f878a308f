package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Who connects in the very moment in which a server begins to listen. */
class EarlyConnectionTest {
    private static final int STARTS = 50;
    private static final int PATIENCE_MILLIS = 3_000;

    @Test
    void isAnsweredOrClosedNeverLeftWaiting() throws Exception {
        for (int i = 0; i < STARTS; i++) {
            // One after the other: each has its moment once.
            try (Metrics metrics = new Metrics()) {
                Vertx vertx = metrics.vertx(new VertxOptions().setEventLoopPoolSize(2));
                try {
                    start(vertx, metrics, freePort());
                } finally {
                    vertx.close().await();
                }
            }
        }
    }

    private static void start(Vertx vertx, Metrics metrics, int port) throws Exception {
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> ask(port));
        ManagementSettings settings =
                new ManagementSettings(
                        "127.0.0.1",
                        port,
                        100,
                        ManagementSettings.LOCAL.logFormat(),
                        ManagementSettings.LOCAL.metrics());
        ManagementServer.start(vertx, settings, new Health(Duration.ofMillis(100)), metrics)
                .await();
        assertThat(asked.get()).startsWith("HTTP/1.1 503");
    }

    /** Tries until there is an answer. */
    private static String ask(int port) {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream()
                        .write(
                                "GET /health/ready HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n"
                                        .getBytes(US_ASCII));
                byte[] answer = socket.getInputStream().readAllBytes();
                if (answer.length > 0) {
                    return new String(answer, US_ASCII);
                }
            } catch (SocketTimeoutException unanswered) {
                return "accepted, and left waiting";
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }
}
