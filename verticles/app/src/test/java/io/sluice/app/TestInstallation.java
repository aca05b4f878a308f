package io.sluice.app;

import io.sluice.app.books.BooksSettings;
import io.sluice.batcher.BatcherSettings;
import io.sluice.batcher.archive.ArchiverSettings;
import io.sluice.console.AdminToken;
import io.sluice.console.ConsoleSettings;
import io.sluice.franz.ConfiguredApp;
import io.sluice.franz.FranzSettings;
import io.sluice.kafka.KafkaSettings;
import io.sluice.loader.LoaderSettings;
import io.sluice.rows.BatchCutter;
import io.sluice.runtime.ManagementSettings;
import io.sluice.runtime.Secret;
import io.sluice.schema.SchemaRules;
import io.sluice.sink.SinkSettings;
import io.sluice.sqlizer.SqlizerSettings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All roles in this JVM, on the stack that its tests share, with settings that a test chooses. */
public final class TestInstallation {
    /** The apps whose raw events are archived. */
    public static final List<String> ARCHIVED = List.of("objects", "picky", "raw");

    private static final int MAX_EVENT_BYTES = 2 * 1024 * 1024;

    /** Opens the admin API. */
    public static final String ADMIN_TOKEN = "a-token-for-tests-only";

    private TestInstallation() {}

    /** Starts an installation; one at a time, since all have the same consumer groups. */
    public static Installation start(SchemaRules rules, List<String> apps) throws IOException {
        return start(rules, apps, EnumSet.allOf(Role.class), BooksSettings.DEFAULT, "");
    }

    /** Starts some roles, under a name of their own if it is not empty. */
    public static Installation start(
            SchemaRules rules,
            List<String> apps,
            Set<Role> roles,
            BooksSettings books,
            String instance)
            throws IOException {
        Backends backends = ChosenWarehouse.backends();
        return Installation.start(
                new InstallationSettings(
                        Files.createTempDirectory(Path.of("target"), "slots"),
                        instance,
                        ManagementSettings.LOCAL,
                        new Backends(
                                new KafkaSettings(
                                        backends.kafka().bootstrapServers(),
                                        MAX_EVENT_BYTES,
                                        Map.of()),
                                backends.registry(),
                                backends.storage(),
                                backends.warehouse()),
                        SinkSettings.defaults().withPort(0),
                        SqlizerSettings.of(2).with(rules),
                        BatcherSettings.DEFAULT.with(2).with(limits()).with(archive()),
                        LoaderSettings.DEFAULT,
                        FranzSettings.embedded(
                                apps.stream()
                                        .map(app -> new ConfiguredApp(app, new Secret(key(app))))
                                        .toList()),
                        books,
                        ConsoleSettings.local(AdminToken.of(ADMIN_TOKEN).orElseThrow())),
                roles);
    }

    /** Posts lines to the door as an app. */
    public static HttpResponse<String> post(
            HttpClient http, Installation installation, String app, List<String> lines)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + installation.httpPort() + "/v1/events");
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + key(app))
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The write key of an app. */
    public static String key(String app) {
        return "a-key-for-tests-only-" + app;
    }

    /** Of some apps only: the others are as they are by default. */
    private static ArchiverSettings archive() {
        return ArchiverSettings.OFF
                .of(ARCHIVED)
                .with(new ArchiverSettings.Limits(1 << 20, Duration.ofMillis(300), 100));
    }

    /** Small ages: the test waits for the rows. */
    public static BatchCutter.Limits limits() {
        BatchCutter.Limits usual = BatcherSettings.DEFAULT.limits();
        return new BatchCutter.Limits(
                usual.maxBytes(),
                usual.maxRows(),
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                usual.maxTables());
    }
}
