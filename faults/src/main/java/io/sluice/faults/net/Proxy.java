package io.sluice.faults.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way of one role to one backend: listens on the loopback interface, passes messages on, and
 * has a {@link Weather}. Thread-safe; blocking work is done on virtual threads.
 */
public final class Proxy implements AutoCloseable {
    private final String role;
    private final Backend backend;
    private final InetSocketAddress target;
    private final Rules rules;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket listening;
    private Weather weather = Weather.CLEAR;

    /**
     * Listens.
     *
     * @param port 0 for a free one
     * @param target where the backend listens, on the loopback interface
     */
    public Proxy(String role, Backend backend, int port, int target, Rules rules) {
        this.role = role;
        this.backend = backend;
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
        this.rules = rules;
        this.listening = listen(port);
        this.port = listening.getLocalPort();
        accept(listening);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot listen on port " + port, failed);
        }
    }

    public String role() {
        return role;
    }

    public Backend backend() {
        return backend;
    }

    public int port() {
        return port;
    }

    private void accept(ServerSocket from) {
        Thread.ofVirtual()
                .name("accept " + role + " " + backend)
                .start(
                        () -> {
                            while (true) {
                                try {
                                    connect(from.accept());
                                } catch (IOException closed) {
                                    return;
                                }
                            }
                        });
    }

    /** A role whose backend is not there loses its connection at once. */
    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(target);
        } catch (IOException away) {
            client.close();
            return;
        }
        Link link = new Link(this, rules, client, server);
        links.add(link);
        link.start(() -> links.remove(link));
    }

    /** Changes the weather, also of connections that are there. */
    public synchronized void set(Weather next) {
        boolean wasRefused = weather instanceof Weather.Refused;
        weather = next;
        notifyAll();
        if (next instanceof Weather.Refused && !wasRefused) {
            stopListening();
            cut();
        } else if (!(next instanceof Weather.Refused) && wasRefused) {
            listening = listen(port);
            accept(listening);
        }
    }

    private void stopListening() {
        try {
            listening.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Cuts all connections of now. */
    public void cut() {
        links.forEach(Link::cut);
    }

    /** Waits while nothing passes; gives the weather then. */
    synchronized Weather awaitPassable() throws InterruptedException {
        while (weather instanceof Weather.BlackHole) {
            wait();
        }
        return weather;
    }

    @Override
    public synchronized void close() {
        weather = Weather.CLEAR;
        notifyAll();
        stopListening();
        cut();
    }
}
