package io.sluice.faults.rig;

import io.sluice.devstack.ForkedS3;
import io.sluice.devstack.S3Endpoint;

import java.nio.file.Path;

/** The process of the object store, on one port whenever it runs. */
public final class Store implements AutoCloseable {
    private final Path folder;
    private final int port;
    private ForkedS3 process;

    Store(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = ForkedS3.start(folder, port);
    }

    S3Endpoint endpoint() {
        return process.endpoint();
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.process().destroyForcibly().waitFor();
    }

    /** Starts it again; returns when it serves. */
    public void start() {
        process = ForkedS3.start(folder, port);
    }

    @Override
    public void close() {
        process.close();
    }
}
