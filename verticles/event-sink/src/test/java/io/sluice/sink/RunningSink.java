package io.sluice.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.devstack.DevStack;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.Topics;
import io.sluice.registry.AppSettings;
import io.sluice.registry.MemoryRegistry;
import io.sluice.registry.WriteKeyHash;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Health;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Settings;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A door with an app of its own on the shared stack, and ways to knock at it. */
final class RunningSink implements AutoCloseable {
    static final String KEY = "the-write-key";
    final String app = "s" + UUID.randomUUID().toString().substring(0, 8);
    final Vertx vertx = Vertx.vertx();
    final MemoryRegistry registry = new MemoryRegistry();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Health health = new Health();
    final EventSink sink;
    final HttpClient client = HttpClient.newHttpClient();

    RunningSink(String yaml) {
        this(yaml, DevStack.shared().kafka(), true);
    }

    RunningSink(String yaml, String bootstrap, boolean withTopics) {
        Bus.register(vertx);
        registry.ensureApp(app).await();
        registry.ensureWriteKey(app, WriteKeyHash.of(KEY)).await();
        KafkaSettings kafka = KafkaSettings.of(bootstrap);
        if (withTopics) {
            createTopics(kafka);
        }
        Problems problems = new Problems();
        SinkSettings settings =
                SinkSettings.read(Settings.parse(yaml, Map.of(), problems)).withPort(0);
        problems.orThrow();
        sink =
                EventSink.start(
                                vertx,
                                settings,
                                kafka,
                                registry,
                                meters,
                                Optional.of(health),
                                "door-1")
                        .await();
    }

    void createTopics(KafkaSettings kafka) {
        createTopics(kafka, app);
    }

    private void createTopics(KafkaSettings kafka, String app) {
        TopicAdmin admin = TopicAdmin.create(vertx, kafka);
        Map<String, String> configs =
                Map.of("max.message.bytes", Integer.toString(kafka.maxRequestBytes()));
        admin.create(new TopicSpec(Topics.events(app), 2, 1, configs)).await();
        admin.create(new TopicSpec(Topics.dead(app), 1, 1, configs)).await();
        admin.close().await();
    }

    String events() {
        return Topics.events(app);
    }

    String dead() {
        return Topics.dead(app);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sink.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return postAs(KEY, type, body, headers);
    }

    HttpResponse<String> postAs(String key, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request("/v1/events")
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> post(String type, String body, String... headers)
            throws IOException, InterruptedException {
        return post(type, body.getBytes(UTF_8), headers);
    }

    /** One more app with topics; gives a key of it. */
    String anotherApp(String name, AppSettings settings) {
        registry.directory().put(name, settings, 0, "test").await();
        createTopics(KafkaSettings.of(DevStack.shared().kafka()), name);
        return registry.directory()
                .createKey(name, Optional.empty(), "test")
                .await()
                .secret()
                .reveal();
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", sink.port());
        socket.setSoTimeout(15_000);
        return socket;
    }

    /** Sends bytes as they are; gives all that comes back until the door closes. */
    String raw(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return readAll(socket.getInputStream());
        }
    }

    String raw(String bytes) throws IOException {
        return raw(bytes.getBytes(ISO_8859_1));
    }

    static String readAll(InputStream in) {
        StringBuilder all = new StringBuilder();
        try {
            int b;
            while ((b = in.read()) >= 0) {
                all.append((char) b);
            }
        } catch (IOException reset) {
            all.append("<reset>");
        }
        return all.toString();
    }

    @Override
    public void close() {
        // A door waits a while for clients to go.
        client.close();
        sink.close().await();
        vertx.close().await();
    }
}
