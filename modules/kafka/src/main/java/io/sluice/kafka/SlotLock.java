package io.sluice.kafka;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * A number that a process holds on this host for a role: the lowest that is free. The lock goes
 * with the process, however it ends, so that one started again after a kill gets the same slot, and
 * with it the same transactional id and group instance id: it fences what its predecessor left
 * open.
 */
public final class SlotLock implements AutoCloseable {
    /** More processes of one role than this on one host are a mistake. */
    public static final int MAX_SLOTS = 256;

    private final String id;
    private final FileChannel channel;

    private SlotLock(String id, FileChannel channel) {
        this.id = id;
        this.channel = channel;
    }

    /** Where locks lie unless a setting says otherwise. */
    public static Path defaultFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"), "sluice-slots");
    }

    /**
     * Takes the lowest free slot.
     *
     * @param folder made if it is not there; all processes that share a Kafka cluster and a host
     *     have to use the same one
     * @param role {@code [a-z-]+}
     * @throws UncheckedIOException if the folder cannot be written
     * @throws IllegalStateException if {@value #MAX_SLOTS} slots are taken
     */
    public static SlotLock claim(Path folder, String role) {
        try {
            Files.createDirectories(folder);
            for (int slot = 0; slot < MAX_SLOTS; slot++) {
                Optional<FileChannel> held = tryLock(folder.resolve(role + "-" + slot + ".lock"));
                if (held.isPresent()) {
                    return new SlotLock(role + "-" + host() + "-" + slot, held.get());
                }
            }
        } catch (IOException notWritable) {
            throw new UncheckedIOException("cannot lock a slot in " + folder, notWritable);
        }
        throw new IllegalStateException(
                MAX_SLOTS + " slots of " + role + " are taken in " + folder);
    }

    private static Optional<FileChannel> tryLock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (holds(channel)) {
            return Optional.of(channel);
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean holds(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String host() {
        try {
            String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            return name.replaceAll("[^a-z0-9.-]", "-");
        } catch (UnknownHostException withoutName) {
            return "localhost";
        }
    }

    /** Such as {@code sqlizer-host-0}; unique among the processes that share the folder. */
    public String id() {
        return id;
    }

    /** Frees the slot. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot free slot " + id, failed);
        }
    }
}
