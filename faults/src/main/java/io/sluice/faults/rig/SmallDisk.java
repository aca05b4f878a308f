package io.sluice.faults.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file system in memory of a given size, that can be filled to its last byte. */
public final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts it on a folder, which is made; empty where this user may not. */
    static Optional<SmallDisk> mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        return succeeds(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=" + megabytes + "m",
                        "sluice-faults",
                        folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    private static boolean succeeds(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while mounting", stopped);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Leaves no room. */
    public void fill() throws IOException {
        for (int size : new int[] {BLOCK, 1 << 12}) {
            append(new byte[size]);
        }
    }

    private void append(byte[] block) throws IOException {
        try (FileChannel out =
                FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            FileStore store = Files.getFileStore(folder);
            while (store.getUsableSpace() >= block.length) {
                out.write(ByteBuffer.wrap(block));
            }
        }
    }

    /** Makes room again. */
    public void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    /**
     * What was on it stays beside it: what the broker had is the first question when rows are lost.
     */
    @Override
    public void close() {
        try {
            free();
            if (!succeeds("cp", "-a", "--sparse=always", folder.toString(), folder + "-kept")) {
                throw new IllegalStateException("cannot keep what is in " + folder);
            }
            if (!succeeds("umount", "-l", folder.toString())) {
                throw new IllegalStateException("cannot unmount " + folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
