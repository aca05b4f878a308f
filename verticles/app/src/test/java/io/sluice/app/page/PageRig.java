package io.sluice.app.page;

import io.sluice.app.Backends;
import io.sluice.app.Embedded;
import io.sluice.app.Installation;
import io.sluice.app.InstallationSettings;
import io.sluice.app.Role;
import io.sluice.app.TestInstallation;
import io.sluice.app.books.BooksSettings;
import io.sluice.batcher.BatcherSettings;
import io.sluice.console.AdminToken;
import io.sluice.console.ConsoleSettings;
import io.sluice.devstack.DevStack;
import io.sluice.devstack.EmbeddedS3;
import io.sluice.franz.ConfiguredApp;
import io.sluice.franz.FranzSettings;
import io.sluice.loader.LoaderSettings;
import io.sluice.runtime.ManagementSettings;
import io.sluice.runtime.Secret;
import io.sluice.sink.SinkSettings;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.storage.StorageSettings;

import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All roles in this JVM, with an S3 of their own that can be stopped; and a console alone. */
final class PageRig implements AutoCloseable {
    static final String APP = "page-it";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final int s3Port;
    private final Installation all;
    private EmbeddedS3 s3;

    PageRig(Path folder) throws Exception {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            s3Port = free.getLocalPort();
        }
        s3 = EmbeddedS3.start(folder.resolve("s3"), s3Port);
        all = start(EnumSet.allOf(Role.class), "page-it");
        if (!all.awaitReady(Duration.ofMinutes(1))) {
            throw new IllegalStateException("not ready");
        }
    }

    /** A process of these roles on the same backends. */
    Installation start(Set<Role> roles, String instance) {
        return Installation.start(
                new InstallationSettings(
                        folder.resolve("slots"),
                        instance,
                        ManagementSettings.LOCAL,
                        backends(),
                        SinkSettings.defaults().withPort(0),
                        SqlizerSettings.of(1),
                        BatcherSettings.DEFAULT.with(1).with(TestInstallation.limits()),
                        LoaderSettings.DEFAULT,
                        FranzSettings.embedded(
                                List.of(
                                        new ConfiguredApp(
                                                APP, new Secret(TestInstallation.key(APP))))),
                        BooksSettings.DEFAULT,
                        ConsoleSettings.local(
                                AdminToken.of(TestInstallation.ADMIN_TOKEN).orElseThrow())),
                roles);
    }

    private Backends backends() {
        Backends shared = Embedded.backends(DevStack.shared());
        return new Backends(
                shared.kafka(),
                shared.registry(),
                new StorageSettings(
                        Optional.of(s3.endpoint().uri()),
                        s3.endpoint().region(),
                        s3.endpoint().bucket(),
                        Optional.of(
                                new StorageSettings.Credentials(
                                        s3.endpoint().accessKey(), s3.endpoint().secretKey())),
                        StorageSettings.Limits.DEFAULT),
                shared.warehouse());
    }

    void stopS3() {
        s3.close();
    }

    void startS3() {
        s3 = EmbeddedS3.start(folder.resolve("s3"), s3Port);
    }

    /** Sends events, one a line; bad ones among them are refused. */
    void send(String... events) throws Exception {
        HttpResponse<String> answer = TestInstallation.post(http, all, APP, List.of(events));
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.body());
        }
    }

    Installation all() {
        return all;
    }

    @Override
    public void close() {
        all.close();
        s3.close();
    }
}
