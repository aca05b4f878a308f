package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a second stack off a data folder. The system lets go of it however the process ends. */
final class FolderLock implements AutoCloseable {
    private static final String PID = Long.toString(ProcessHandle.current().pid());

    /** The system's lock is of the process, and opening its file again would end it. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder, which is made if it is not there.
     *
     * @throws DataFolderInUse if another stack has it, of this process or of another
     */
    static FolderLock take(Path name) {
        try {
            Files.createDirectories(name);
            Path folder = name.toRealPath();
            if (!HELD_HERE.add(folder)) {
                throw new DataFolderInUse(name, PID);
            }
            try {
                return new FolderLock(folder, lock(folder));
            } catch (IOException | RuntimeException failed) {
                HELD_HERE.remove(folder);
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the data folder " + name + " cannot be used", failed);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            try (channel) {
                throw new DataFolderInUse(folder, read(channel));
            }
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(PID.getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            HELD_HERE.remove(folder);
        }
    }
}
