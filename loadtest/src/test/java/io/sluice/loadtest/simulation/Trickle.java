package io.sluice.loadtest.simulation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that send one event each, its body a byte every 100 ms, over sockets of their own. */
final class Trickle {
    private static final int BYTE_EVERY_MS = 100;
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"slow\","
                    + "\"body\":{\"level\":1}}";

    private final int clients;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<String>> answers = new ArrayList<>();

    Trickle(int clients) {
        this.clients = clients;
    }

    void start() {
        for (int i = 0; i < clients; i++) {
            answers.add(threads.submit(Trickle::send));
        }
    }

    private static String send() throws IOException, InterruptedException {
        URI door = URI.create(System.getProperty("sluice.url", "http://127.0.0.1:8080"));
        try (Socket socket = new Socket(door.getHost(), door.getPort())) {
            OutputStream out = socket.getOutputStream();
            String head =
                    "POST /v1/events HTTP/1.1\r\nHost: door\r\nAuthorization: Bearer %s\r\n"
                            .formatted(System.getProperty("sluice.key", ""));
            out.write((head + "Content-Length: " + EVENT.length() + "\r\n\r\n").getBytes(US_ASCII));
            for (byte one : EVENT.getBytes(US_ASCII)) {
                out.write(one);
                TimeUnit.MILLISECONDS.sleep(BYTE_EVERY_MS);
            }
            String status =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))
                            .readLine();
            return status == null ? "closed" : status;
        }
    }

    /** Waits for all answers; fails if one is not 202. */
    void await() {
        for (Future<String> answer : answers) {
            try {
                String status = answer.get();
                if (!status.contains("202")) {
                    throw new IllegalStateException("a slow client was answered: " + status);
                }
                Answers.accepted(1);
            } catch (ExecutionException failed) {
                throw new IllegalStateException("a slow client was not answered", failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
