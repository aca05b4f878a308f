package io.sluice.faults.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports of the loopback interface that nobody uses, each handed out once. */
final class FreePorts {
    private final Set<Integer> given = new HashSet<>();

    synchronized int next() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (given.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("no free port", failed);
            }
        }
    }
}
