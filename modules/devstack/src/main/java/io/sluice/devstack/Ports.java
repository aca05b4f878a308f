package io.sluice.devstack;

/** Ports on the loopback interface. */
final class Ports {
    static final String HOST = "127.0.0.1";

    private Ports() {}

    /** The port itself, or a free one for 0. */
    static int orFree(int port) {
        return port == 0 ? FreePorts.next() : port;
    }
}
