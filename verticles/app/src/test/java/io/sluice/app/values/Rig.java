package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.app.ChosenWarehouse;
import io.sluice.app.Installation;
import io.sluice.app.TestInstallation;
import io.sluice.app.books.AppBooks;
import io.sluice.app.books.Books;
import io.sluice.app.load.Stages;
import io.sluice.app.load.TopicScan;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.schema.SchemaRules;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running installation as its users see it: a door, a warehouse, books. */
final class Rig implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Installation installation;
    private final HttpClient http = HttpClient.newHttpClient();

    private Rig(Installation installation) {
        this.installation = installation;
    }

    static Rig start(SchemaRules rules, String... apps) throws IOException, InterruptedException {
        Rig rig = new Rig(TestInstallation.start(rules, List.of(apps)));
        assertThat(rig.installation.awaitReady(LIMIT)).isTrue();
        return rig;
    }

    Installation installation() {
        return installation;
    }

    /** Sends events, one a line; gives the answer of the door, which must have taken a look. */
    Json.Obj send(String app, List<String> events) throws IOException, InterruptedException {
        HttpResponse<String> answer = TestInstallation.post(http, installation, app, events);
        assertThat(answer.statusCode()).as(answer.body()).isIn(202, 400);
        return (Json.Obj) Json.parse(answer.body());
    }

    /** Waits until all that was sent is in the warehouse, or was set aside. */
    void settle(String app) {
        try (GroupOffsets offsets = new GroupOffsets(kafka())) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> stages(app, offsets), Stages::settled);
        }
    }

    private Stages stages(String app, GroupOffsets offsets) {
        return Stages.read(app, offsets, installation.registry(), installation.warehouse());
    }

    /** The books of an app; fails unless they balance and nothing was set aside. */
    AppBooks books(String app) {
        Books books =
                Books.read(installation.sources(), installation.settings().books(), List.of(app));
        assertThat(books.differences()).isEmpty();
        return books.apps().stream().filter(it -> it.app().equals(app)).findFirst().orElseThrow();
    }

    /** The events that arrived, by the place that rows name. */
    Map<Place, String> events(String app) {
        Map<Place, String> events = new HashMap<>();
        new TopicScan(kafka(), app)
                .records(
                        (record, count) -> {
                            List<String> lines =
                                    List.of(new String(record.value(), UTF_8).split("\n"));
                            for (int i = 0; i < lines.size(); i++) {
                                events.put(
                                        new Place(record.partition(), record.offset(), i),
                                        lines.get(i));
                            }
                        });
        return events;
    }

    /** Where the bytes of an event lie. */
    record Place(int partition, long offset, int position) {}

    private KafkaSettings kafka() {
        return installation.settings().backends().kafka();
    }

    Connection warehouse() throws SQLException {
        return ChosenWarehouse.rows();
    }

    @Override
    public void close() {
        http.close();
        installation.close();
    }
}
