package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Stops the server when this process ends without having done so, {@code kill -9} included: a shell
 * waits on a pipe that the system closes for us. Best effort; the next start on the folder makes
 * sure.
 */
final class OrphanGuard implements AutoCloseable {
    private final Process shell;

    private OrphanGuard(Process shell) {
        this.shell = shell;
    }

    /** Names the process, not the folder: by then another process may have a server there. */
    static OrphanGuard over(PostgresFolder folder, Postmaster postmaster) {
        List<String> wait =
                List.of(
                        "-c",
                        // The terminal's interrupt is for us: we stop in order.
                        "trap '' INT TERM HUP; read -r end; exec \"$1\" kill INT \"$2\"",
                        "sh",
                        folder.program("pg_ctl").toString(),
                        Long.toString(postmaster.pid()));
        try {
            return new OrphanGuard(
                    new ProcessBuilder(folder.user().command("sh", wait))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run sh", failed);
        }
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
