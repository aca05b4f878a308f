package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.Addresses;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the admin API is, what opens it, and how to print. */
final class AdminOptions {
    private static final String URL = "SLUICE_ADMIN_URL";
    private static final String TOKEN = "SLUICE_ADMIN_TOKEN";

    @Option(
            names = "--url",
            paramLabel = "U",
            description = "Of a process with the role console; or the variable SLUICE_ADMIN_URL.")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the admin token; or the variable SLUICE_ADMIN_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Of a folder that dev runs on: gives address and token.")
    private @Nullable Path dataDir;

    @Option(names = "--json", description = "Prints the answer as one line of JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Prints JSON; the whole answer, on one line. */
    static void print(JsonNode answer) {
        System.out.println(answer);
        System.out.flush();
    }

    AdminClient open(CommandLine command) throws IOException {
        Path folder = dataDir;
        if (folder != null) {
            Addresses running =
                    Addresses.find(folder)
                            .orElseThrow(
                                    () ->
                                            usage(
                                                    command,
                                                    "no dev runs on "
                                                            + folder
                                                            + ": start it with sluice dev"
                                                            + " --data-dir "
                                                            + folder));
            return client(command, running.console(), running.adminToken());
        }
        String address = Optional.ofNullable(url).or(() -> variable(URL)).orElse("");
        if (address.isEmpty()) {
            throw usage(command, "say where: --data-dir DIR of a dev, or --url U, or " + URL);
        }
        return client(command, address, token(command));
    }

    private String token(CommandLine command) throws IOException {
        Path file = tokenFile;
        if (file != null) {
            return Files.readString(file).strip();
        }
        return variable(TOKEN)
                .orElseThrow(
                        () -> usage(command, "no admin token: --token-file FILE, or " + TOKEN));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(it -> !it.isEmpty());
    }

    private static AdminClient client(CommandLine command, String address, String token) {
        try {
            URI uri = URI.create(address.replaceAll("/+$", ""));
            if (uri.getHost() != null) {
                return new AdminClient(uri, token, System.getProperty("user.name", ""));
            }
        } catch (IllegalArgumentException noAddress) {
            // Told below.
        }
        throw usage(
                command, "--url: '" + address + "' is no address such as http://127.0.0.1:8090");
    }

    static CommandLine.ParameterException usage(CommandLine command, String message) {
        return new CommandLine.ParameterException(command, message);
    }

    /** The app that is meant: the one named, or the only one there is. */
    static String app(CommandLine command, AdminClient client, @Nullable String named)
            throws IOException {
        if (named != null) {
            return named;
        }
        List<String> all = apps(client);
        if (all.size() == 1) {
            return all.getFirst();
        }
        throw usage(
                command,
                all.isEmpty()
                        ? "there is no app yet: sluice apps create NAME"
                        : "say whose: --app, one of " + String.join(", ", all));
    }

    /** The names of all apps. */
    static List<String> apps(AdminClient client) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode app :
                client.list("/v1/apps", Map.of(), "apps", Integer.MAX_VALUE).path("apps")) {
            names.add(app.path("app").asText());
        }
        return names;
    }

    /** The path of something that an app owns. */
    static String path(String app, String... parts) {
        StringBuilder path = new StringBuilder("/v1/apps/").append(AdminClient.encode(app));
        for (String part : parts) {
            path.append('/').append(AdminClient.encode(part));
        }
        return path.toString();
    }
}
