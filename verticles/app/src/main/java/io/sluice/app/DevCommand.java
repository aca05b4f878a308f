package io.sluice.app;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.app.books.BooksSettings;
import io.sluice.batcher.archive.ArchiverSettings;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code sluice dev}: everything in one process until Ctrl-C. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = "Runs all of Sluice with embedded backends in one process, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  sluice dev --port 8080",
            "  sluice dev --data-dir ./data --json",
            "  sluice dev --warehouse redshift --archive",
            "",
            "Exit codes: 0 stopped; 2 wrong usage; 3 something could not be started."
        })
final class DevCommand implements Callable<Integer> {
    private static final String APP = "demo";
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the HTTP door; a free one unless given.")
    private int port;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keeps all data here; without it a temporary folder, removed at the end.")
    private @Nullable Path dataDir;

    @Option(
            names = "--warehouse",
            paramLabel = "KIND",
            description =
                    "postgresql (default), or redshift: a server that refuses what Redshift"
                            + " refuses. A data folder keeps the one it began with.")
    private @Nullable WarehouseChoice warehouse;

    @Option(names = "--archive", description = "Keeps the raw events of all apps in S3 too.")
    private boolean archive;

    @Option(names = "--json", description = "Prints the addresses as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        CommandLine.Model.CommandSpec known = spec;
        if (port < 0 || port > 65_535) {
            throw new CommandLine.ParameterException(
                    known == null ? new CommandLine(this) : known.commandLine(),
                    "--port: " + port + " is not from 0 to 65535");
        }
        Path given = dataDir;
        Path folder = given == null ? Files.createTempDirectory("sluice-") : given.toAbsolutePath();
        Embedded embedded =
                Embedded.start(
                        new Embedded.Options(
                                folder,
                                port,
                                APP,
                                given == null,
                                BooksSettings.DEFAULT,
                                choice(folder),
                                archive ? List.of(ArchiverSettings.EVERY) : List.of()));
        embedded.installation().drainAtExit();
        if (!embedded.installation().awaitReady(READY_LIMIT)) {
            throw new IllegalStateException("not ready after " + READY_LIMIT.toSeconds() + " s");
        }
        Addresses all = Addresses.of(embedded);
        all.write(folder);
        Map<String, String> addresses = all.printed();
        if (json) {
            System.out.println(new ObjectMapper().writeValueAsString(addresses));
        } else {
            print(addresses);
        }
        System.out.flush();
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    private WarehouseChoice choice(Path folder) {
        WarehouseChoice given = warehouse;
        return given == null ? WarehouseChoice.of(folder) : given;
    }

    private static void print(Map<String, String> addresses) {
        System.out.println("Sluice is running. Stop it with Ctrl-C.");
        new LinkedHashMap<>(addresses)
                .forEach((name, value) -> System.out.printf("  %-12s %s%n", name, value));
        System.out.printf(
                "%nLook at it:%n  %s   sign in with the adminToken above%n",
                addresses.get("console"));
        System.out.printf(
                "%nSend an event:%n  curl -H 'Authorization: Bearer %s' %s/v1/events -d '%s'%n",
                addresses.get("writeKey"),
                addresses.get("http"),
                "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"pass_mission\","
                        + "\"body\":{\"level\":7}}");
    }
}
