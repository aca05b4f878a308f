package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs, which refuses to run as root. An ordinary user runs it as himself. Root
 * takes a user namespace, in which he is nobody but still owns his files; where these are off, the
 * user nobody, who then gets the files.
 *
 * @param prefix what a command line starts with
 * @param uid who has to own the files; empty where ownership is not ours to change
 */
record PostgresUser(List<String> prefix, Optional<Integer> uid) {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    private static final List<String> SETPRIV =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    /** With it nobody passes folders above the data that only root may enter. */
    private static final List<String> PASS_FOLDERS =
            List.of("--inh-caps=+dac_override", "--ambient-caps=+dac_override");

    PostgresUser {
        prefix = List.copyOf(prefix);
    }

    /**
     * The first way that works here.
     *
     * @param folder where the data shall lie
     * @throws IllegalStateException if none does
     */
    static PostgresUser of(Path folder, Path binaries) {
        return candidates(ownUid(folder))
                .filter(user -> user.works(folder, binaries))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "PostgreSQL runs neither as root nor as a user without a name, and neither `unshare -U` nor `setpriv` (util-linux) leads to %s: use an ordinary user, or a data folder that user nobody can reach"
                                                .formatted(folder)));
    }

    private static Stream<PostgresUser> candidates(int own) {
        PostgresUser namespace = new PostgresUser(List.of("unshare", "-U"), Optional.of(own));
        if (own != ROOT) {
            // The namespace is for containers, whose user may have a number and no name.
            return Stream.of(new PostgresUser(List.of(), Optional.empty()), namespace);
        }
        List<String> passing = new ArrayList<>(SETPRIV);
        passing.addAll(PASS_FOLDERS);
        return Stream.of(
                namespace,
                new PostgresUser(passing, Optional.of(NOBODY)),
                new PostgresUser(SETPRIV, Optional.of(NOBODY)));
    }

    /** Gives a folder with all in it to this user. */
    void own(Path folder) {
        uid.ifPresent(
                owner -> {
                    try (Stream<Path> all = Files.walk(folder)) {
                        for (Path path : (Iterable<Path>) all::iterator) {
                            give(path, owner);
                        }
                    } catch (IOException failed) {
                        throw new UncheckedIOException("cannot walk through " + folder, failed);
                    }
                });
    }

    private static void give(Path path, int owner) {
        try {
            if (owner(path) != owner) {
                Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "cannot give %s to user %d".formatted(path, owner), failed);
        }
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program);
        command.addAll(arguments);
        return command;
    }

    private boolean works(Path folder, Path binaries) {
        // The rest follows once the server of an earlier run, which may use it, is stopped.
        uid.ifPresent(owner -> give(folder, owner));
        Path probe = folder.resolve("probe");
        Path program = binaries.resolve("bin").resolve("postgres");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        "sh",
                        "-c",
                        "test \"$(id -u)\" != 0 && id -un && : > \"$1\" && rm \"$1\" && \"$2\""
                                + " --version",
                        "sh",
                        probe.toString(),
                        program.toString()));
        return Command.succeeds(command);
    }

    static int ownUid(Path folder) {
        try {
            Path probe = Files.createTempFile(folder, "owner", "");
            int uid = owner(probe);
            Files.delete(probe);
            return uid;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + folder, failed);
        }
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
