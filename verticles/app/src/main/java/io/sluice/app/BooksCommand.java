package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.devstack.DataFolderInUse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** {@code sluice books}: what became of all events. */
@Command(
        name = "books",
        mixinStandardHelpOptions = true,
        description =
                "Shows, per app, what became of all events: accepted = loaded + duplicates + dead +"
                        + " in flight.",
        footer = {
            "",
            "Examples:",
            "  sluice books --data-dir ./data",
            "  sluice books --url http://127.0.0.1:8081 --json",
            "",
            "Exit codes: 0 balanced; 1 a difference, or units set aside; 2 wrong usage; 3 cannot be"
                    + " read."
        })
final class BooksCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Of a folder that load or dev uses.")
    private @Nullable Path dataDir;

    @Option(
            names = "--url",
            paramLabel = "U",
            description = "Of a running process: its management address.")
    private @Nullable String url;

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        JsonNode books = new ObjectMapper().readTree(read());
        if (json) {
            System.out.println(books);
        } else {
            BooksText.print(books, System.out);
        }
        System.out.flush();
        return books.path("balanced").asBoolean() ? Exit.OK : Exit.UNBALANCED;
    }

    private String read() throws IOException, InterruptedException {
        String address = url;
        Path folder = dataDir;
        if (address != null) {
            return fetch(address);
        }
        if (folder == null) {
            throw usage("say whose books: --data-dir DIR or --url U");
        }
        if (!Files.isDirectory(folder.resolve("kafka"))) {
            throw usage("no data of Sluice in folder " + folder);
        }
        try (Installation installation = Embedded.backends(folder.toAbsolutePath())) {
            return installation.books().toJson();
        } catch (DataFolderInUse running) {
            Addresses addresses = Addresses.find(folder).orElseThrow(() -> running);
            return fetch(addresses.management());
        }
    }

    private String fetch(String address) throws IOException, InterruptedException {
        HttpRequest request;
        try {
            request =
                    HttpRequest.newBuilder(URI.create(address.replaceAll("/+$", "") + "/books"))
                            .timeout(Duration.ofMinutes(10))
                            .build();
        } catch (IllegalArgumentException wrong) {
            throw usage("--url: '" + address + "' is no address such as http://127.0.0.1:8081");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(
                        request.uri()
                                + " answers "
                                + answer.statusCode()
                                + ": books are kept by a process with the role loader");
            }
            return answer.body();
        } catch (ConnectException refused) {
            throw new IOException("nobody answers at " + request.uri(), refused);
        }
    }

    private CommandLine.ParameterException usage(String message) {
        CommandLine.Model.CommandSpec known = spec;
        return new CommandLine.ParameterException(
                known == null ? new CommandLine(this) : known.commandLine(), message);
    }
}
