package io.sluice.loadtest.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * Clients of bad will, as many a second whatever the door answers: keys that are wrong, bodies that
 * inflate to 64 MiB, bodies that come a byte at a time, and bytes that are no HTTP. They go on
 * until closed.
 */
public final class Attack implements AutoCloseable {
    private static final int GUESSERS = 20;
    private static final Duration GUESS_EVERY = Duration.ofMillis(10);
    private static final int BOMBERS = 2;
    private static final Duration BOMB_EVERY = Duration.ofMillis(100);
    private static final int BOMB_BYTES = 64 << 20;
    private static final int SLOW = 200;
    private static final Duration BYTE_EVERY = Duration.ofMillis(100);
    private static final int BABBLERS = 4;
    private static final Duration BABBLE_EVERY = Duration.ofMillis(20);
    private static final int PATIENCE_MS = 10_000;

    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean over;

    private interface Deed {
        void on(Socket socket) throws IOException, InterruptedException;
    }

    /** Starts at once. */
    public Attack(int port) throws IOException {
        this.port = port;
        byte[] guess = HttpLoad.request("sk_bench_wrongwrongwrongwrongwrongwrong", new byte[200]);
        byte[] bomb = bomb();
        start(GUESSERS, socket -> repeat(socket, guess, GUESS_EVERY));
        start(BOMBERS, socket -> repeat(socket, bomb, BOMB_EVERY));
        start(SLOW, Attack::trickle);
        start(BABBLERS, Attack::babble);
    }

    /** Deeds done: requests answered or connections ended. */
    public long done() {
        return done.get();
    }

    private void start(int count, Deed deed) {
        for (int i = 0; i < count; i++) {
            threads.execute(() -> goOn(deed));
        }
    }

    /** The door may end any of these connections: then the next begins. */
    private void goOn(Deed deed) {
        while (!over) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(PATIENCE_MS);
                deed.on(socket);
            } catch (IOException refused) {
                done.incrementAndGet();
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void repeat(Socket socket, byte[] request, Duration pause)
            throws IOException, InterruptedException {
        byte[] answer = new byte[8 * 1024];
        InputStream in = socket.getInputStream();
        while (!over) {
            socket.getOutputStream().write(request);
            int length = 0;
            while (HttpAnswer.end(answer, length) < 0) {
                int read = in.read(answer, length, answer.length - length);
                if (read <= 0) {
                    return;
                }
                length += read;
            }
            done.incrementAndGet();
            Thread.sleep(pause);
        }
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < BOMB_BYTES / zeros.length; i++) {
                gzip.write(zeros);
            }
        }
        byte[] request = HttpLoad.request(SluiceProcess.KEY, packed.toByteArray());
        byte[] said = "Content-Encoding: gzip\r\n".getBytes(US_ASCII);
        byte[] whole = new byte[request.length + said.length];
        int line = "POST /v1/events HTTP/1.1\r\n".length();
        System.arraycopy(request, 0, whole, 0, line);
        System.arraycopy(said, 0, whole, line, said.length);
        System.arraycopy(request, line, whole, line + said.length, request.length - line);
        return whole;
    }

    private static void trickle(Socket socket) throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        byte[] request = HttpLoad.request(SluiceProcess.KEY, new byte[100_000]);
        int head = request.length - 100_000;
        out.write(request, 0, head);
        for (int i = head; i < request.length; i++) {
            out.write(' ');
            Thread.sleep(BYTE_EVERY);
        }
    }

    private static void babble(Socket socket) throws IOException, InterruptedException {
        byte[] noise = new byte[4_096];
        new Random(1).nextBytes(noise);
        socket.getOutputStream().write(noise);
        Thread.sleep(BABBLE_EVERY);
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
