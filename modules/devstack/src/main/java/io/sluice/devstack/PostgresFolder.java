package io.sluice.devstack;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The files of one PostgreSQL server, and the programs that work on them. */
record PostgresFolder(Path folder, Path binaries, PostgresUser user, String password) {
    private static final Logger log = LoggerFactory.getLogger(PostgresFolder.class);

    /** Recovery after a kill may read up to max_wal_size. */
    private static final int START_LIMIT_S = 300;

    private static final int LOG_END_CHARS = 2000;
    private static final String MAKING = "making-";

    /** Finds or makes the data of a server that does not run. */
    static PostgresFolder prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            Path binaries = PostgresBinaries.unpacked();
            PostgresFolder prepared =
                    new PostgresFolder(
                            real,
                            binaries,
                            PostgresUser.of(real, binaries),
                            KeptSecret.of(real, "password"));
            prepared.stopServer();
            prepared.sweep();
            prepared.user.own(real);
            if (!Files.exists(prepared.data())) {
                prepared.make();
            }
            return prepared;
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL cannot use " + folder, failed);
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    /**
     * Under another name until it is whole: a process killed meanwhile leaves nothing half made.
     */
    private void make() throws IOException {
        Path making = folder.resolve(MAKING + System.nanoTime());
        Command.run(
                user.command(
                        program("initdb"),
                        List.of(
                                "--pgdata=" + making,
                                "--username=" + EmbeddedPostgres.USER,
                                "--pwfile=" + folder.resolve("password"),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C.UTF-8")));
        Files.move(making, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what killed processes left half made. Its maker may still be at it. */
    private void sweep() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path left : all.filter(PostgresFolder::halfMade).toList()) {
                try {
                    TempFolder.delete(left);
                } catch (UncheckedIOException growing) {
                    log.atInfo()
                            .addKeyValue("folder", left)
                            .addKeyValue("reason", growing.getMessage())
                            .log("half made data are left to the next start");
                }
            }
        }
    }

    private static boolean halfMade(Path path) {
        return path.getFileName().toString().startsWith(MAKING);
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @return what stops it should this process be killed
     * @throws IllegalStateException if it does not
     */
    OrphanGuard startServer(int port) {
        try {
            Path log = folder.resolve("postgres.log");
            Files.deleteIfExists(log);
            Command.run(
                    user.command(
                            program("pg_ctl"),
                            List.of(
                                    "start",
                                    "--wait",
                                    "--silent",
                                    "--timeout=" + START_LIMIT_S,
                                    "--pgdata=" + data(),
                                    "--log=" + log,
                                    "--options=" + PostgresSettings.options(port))));
            Postmaster running =
                    Postmaster.of(data())
                            .orElseThrow(() -> new IllegalStateException("it ended at once"));
            return OrphanGuard.over(this, running);
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL cannot use " + folder, failed);
        } catch (IllegalStateException failed) {
            throw new IllegalStateException(
                    "PostgreSQL does not start on " + folder + ": " + logEnd(), failed);
        }
    }

    /** Stops the server of this folder, whoever started it, if one runs. */
    void stopServer() {
        Postmaster.of(data()).ifPresent(postmaster -> postmaster.stop(this));
    }

    /** The process of the server of this folder, if one runs. */
    OptionalLong pid() {
        return Postmaster.of(data()).stream().mapToLong(Postmaster::pid).findFirst();
    }

    String program(String name) {
        return binaries.resolve("bin").resolve(name).toString();
    }

    private String logEnd() {
        Path log = folder.resolve("postgres.log");
        try {
            String all = Files.exists(log) ? Files.readString(log) : "it wrote no log";
            return all.substring(Math.max(0, all.length() - LOG_END_CHARS));
        } catch (IOException unreadable) {
            return "its log cannot be read: " + unreadable.getMessage();
        }
    }

    @Override
    public String toString() {
        return "PostgresFolder[" + folder + "]";
    }
}
