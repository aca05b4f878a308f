package io.sluice.warehouse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server on this machine that is cut once, at a chosen moment. */
final class CuttingProxy implements AutoCloseable {
    /** When to cut. */
    enum Cut {
        NEVER,
        /** Once so much has been sent to the server that a COPY must be under way. */
        AMID_COPY,
        /** When the client asks to commit; the server never learns of it. */
        BEFORE_COMMIT,
        /** When the server has committed; the client never learns of it. */
        AFTER_COMMIT
    }

    private static final int COPY_BYTES = 1_000_000;

    final AtomicInteger cuts = new AtomicInteger();
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private volatile Cut cut = Cut.NEVER;

    CuttingProxy(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Cuts the next connection that comes to this point, and none after it. */
    void next(Cut when) {
        cut = when;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                Link link = new Link(client, upstream);
                Thread.ofVirtual().start(link::up);
                Thread.ofVirtual().start(link::down);
            }
        } catch (IOException closed) {
            return;
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket upstream;
        private volatile boolean answersLost;

        Link(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void up() {
            pump(client, upstream, true);
        }

        void down() {
            pump(upstream, client, false);
        }

        private void pump(Socket from, Socket to, boolean up) {
            byte[] buffer = new byte[64 * 1024];
            long total = 0;
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    total += read;
                    if (up ? cutsBefore(buffer, read, total) : answersLost) {
                        cuts.incrementAndGet();
                        return;
                    }
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (SocketException gone) {
                return;
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }

        private boolean cutsBefore(byte[] buffer, int read, long total) {
            boolean commit =
                    cut != Cut.NEVER
                            && read < 1000
                            && new String(buffer, 0, read, ISO_8859_1).contains("COMMIT\0");
            if (cut == Cut.AMID_COPY && total > COPY_BYTES || cut == Cut.BEFORE_COMMIT && commit) {
                cut = Cut.NEVER;
                return true;
            }
            if (cut == Cut.AFTER_COMMIT && commit) {
                cut = Cut.NEVER;
                answersLost = true;
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
