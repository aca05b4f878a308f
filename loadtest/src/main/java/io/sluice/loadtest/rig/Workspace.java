package io.sluice.loadtest.rig;

import io.sluice.devstack.TempFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A temporary folder, and what was started on it; all of it goes at the end, the last first, also
 * when the process is asked to stop. Thread-safe.
 */
public final class Workspace implements AutoCloseable {
    private final Path folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::release, "workspace");

    private Workspace(Path folder) {
        this.folder = folder;
        parts.push(() -> TempFolder.delete(folder));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A new one. */
    public static Workspace make() throws IOException {
        return new Workspace(Files.createTempDirectory("sluice-bench-"));
    }

    /** For all files of the bench. */
    public Path folder() {
        return folder;
    }

    /** Closes this at the end. */
    public synchronized <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /**
     * Starts a part while the caller starts others, and keeps it; a failure is told when asked for
     * it.
     */
    public <T extends AutoCloseable> CompletableFuture<T> begin(Supplier<T> start) {
        return CompletableFuture.supplyAsync(() -> keep(start.get()), Thread::startVirtualThread);
    }

    private synchronized void release() {
        IllegalStateException failure = new IllegalStateException("not all was stopped");
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                failure.addSuppressed(failed);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    @Override
    public void close() {
        release();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
