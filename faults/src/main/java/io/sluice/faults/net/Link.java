package io.sluice.faults.net;

import io.sluice.faults.net.Seen.Way;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One connection through a proxy: two threads, one for each way. */
final class Link {
    private final Proxy proxy;
    private final Rules rules;
    private final Socket role;
    private final Socket backend;
    private final Talk talk;
    private final AtomicBoolean ended = new AtomicBoolean();

    Link(Proxy proxy, Rules rules, Socket role, Socket backend) throws IOException {
        this.proxy = proxy;
        this.rules = rules;
        this.role = role;
        this.backend = backend;
        this.talk = Talk.with(proxy.backend());
        role.setTcpNoDelay(true);
        backend.setTcpNoDelay(true);
    }

    void start(Runnable atEnd) {
        Thread.ofVirtual().start(() -> pump(Way.REQUEST, role, backend, atEnd));
        Thread.ofVirtual().start(() -> pump(Way.ANSWER, backend, role, atEnd));
    }

    private void pump(Way way, Socket from, Socket to, Runnable atEnd) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(from.getInputStream(), 1 << 16))) {
            while (true) {
                Message message = way == Way.REQUEST ? talk.request(in) : talk.answer(in);
                if (!pass(way, message, to)) {
                    return;
                }
            }
        } catch (IOException closed) {
            awaitEndOfBlackHole();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            cut();
            if (ended.compareAndSet(false, true)) {
                atEnd.run();
            }
        }
    }

    /** A host that is lost does not say so: its end comes through no black hole. */
    private void awaitEndOfBlackHole() {
        try {
            proxy.awaitPassable();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if this was the last message. */
    private boolean pass(Way way, Message message, Socket to)
            throws IOException, InterruptedException {
        Weather weather = proxy.awaitPassable();
        byte[] bytes = message.bytes();
        if (weather instanceof Weather.Slow slow) {
            long nanos =
                    slow.latency().toNanos()
                            + TimeUnit.SECONDS.toNanos(bytes.length) / slow.bytesPerSecond();
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
        Fate fate =
                message.what().isPresent()
                        ? rules.judge(
                                new Seen(proxy.role(), proxy.backend(), way, message.what().get()))
                        : Fate.PASS;
        // A rule may have waited, and the weather changed meanwhile.
        proxy.awaitPassable();
        return switch (fate) {
            case Fate.Pass pass -> {
                to.getOutputStream().write(bytes);
                yield true;
            }
            case Fate.Cut cut -> false;
            case Fate.CutHalf half -> {
                to.getOutputStream().write(Arrays.copyOf(bytes, bytes.length / 2));
                yield false;
            }
            case Fate.Answer answer -> {
                role.getOutputStream().write(answer.bytes());
                yield true;
            }
        };
    }

    void cut() {
        closeQuietly(role);
        closeQuietly(backend);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Then it is as wanted.
            return;
        }
    }
}
