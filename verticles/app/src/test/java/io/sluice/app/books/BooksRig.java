package io.sluice.app.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.app.ChosenWarehouse;
import io.sluice.app.Installation;
import io.sluice.app.Role;
import io.sluice.app.TestInstallation;
import io.sluice.app.load.Stages;
import io.sluice.devstack.DevStack;
import io.sluice.kafka.GroupOffsets;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Some roles of an installation on the stack that tests share, one app, and ways to do harm. */
final class BooksRig implements AutoCloseable {
    static final BooksSettings SETTINGS =
            new BooksSettings(
                    Duration.ZERO,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(15),
                    50,
                    new BooksSettings.Sweep(Duration.ZERO, Duration.ofHours(24), 1_000));

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final DevStack STACK = DevStack.shared();

    final String app;
    final Installation installation;
    private final HttpClient http = HttpClient.newHttpClient();

    private BooksRig(String app, Installation installation) {
        this.app = app;
        this.installation = installation;
    }

    static BooksRig start(String app) throws IOException, InterruptedException {
        return start(app, EnumSet.allOf(Role.class));
    }

    static BooksRig without(String app, Role... roles) throws IOException, InterruptedException {
        Set<Role> left = EnumSet.allOf(Role.class);
        left.removeAll(Set.of(roles));
        return start(app, left);
    }

    private static BooksRig start(String app, Set<Role> roles)
            throws IOException, InterruptedException {
        BooksRig rig =
                new BooksRig(
                        app,
                        TestInstallation.start(
                                ChosenWarehouse.rules(), List.of(app), roles, SETTINGS, "books"));
        assertThat(rig.installation.awaitReady(LIMIT)).isTrue();
        return rig;
    }

    /** Sends lines; those that are no events are refused. */
    void send(String... lines) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                TestInstallation.post(http, installation, app, List.of(lines));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    static String event(String name, int n) {
        return "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"b\",\"evname\":\"%s\",\"body\":{\"n\":%d}}"
                .formatted(name, n);
    }

    static String[] events(String name, int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int n = from; n < to; n++) {
            lines.add(event(name, n));
        }
        return lines.toArray(String[]::new);
    }

    Stages stages() {
        try (GroupOffsets offsets = new GroupOffsets(installation.sources().kafka())) {
            return Stages.read(app, offsets, installation.registry(), installation.warehouse());
        }
    }

    void settle() {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stages().settled());
    }

    Books books() {
        return books(SETTINGS);
    }

    Books books(BooksSettings settings) {
        return Books.read(installation.sources(), settings, List.of(app));
    }

    /** Reads the books with short pauses: for when nothing moves. */
    Books stillBooks() {
        return new BooksReader(installation.sources(), SETTINGS, Duration.ofMillis(10))
                .read(List.of(app), LIMIT, true);
    }

    /** The sentences of the books, all about this app, when nothing moves. */
    List<String> differences() {
        return stillBooks().differences();
    }

    /** The gauges after one count of all apps. */
    MeterRegistry counted() {
        MeterRegistry meters = new SimpleMeterRegistry();
        try (BooksTask task = new BooksTask(installation.sources(), SETTINGS, meters, 100)) {
            task.watch();
            task.count();
        }
        return meters;
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", STACK.kafka()));
    }

    /** Deletes every record of a topic that is there now; gives the partitions that had some. */
    List<TopicPartition> deleteRecords(String topic) throws Exception {
        try (Admin admin = admin();
                GroupOffsets offsets = new GroupOffsets(installation.sources().kafka())) {
            Collection<TopicPartition> all = offsets.partitions(List.of(topic));
            Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
            offsets.ends(all)
                    .forEach(
                            (partition, end) -> {
                                if (end > 0) {
                                    before.put(partition, RecordsToDelete.beforeOffset(end));
                                }
                            });
            admin.deleteRecords(before).all().get();
            return List.copyOf(before.keySet());
        }
    }

    static void publish(String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", STACK.kafka()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    static void configure(String topic, String name, String value) throws Exception {
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(name, value),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    static int warehouse(String sql) throws SQLException {
        try (Connection rows = ChosenWarehouse.rows();
                Statement statement = rows.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    static int registry(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                STACK.registryJdbc(),
                                STACK.postgresUser(),
                                STACK.postgresPassword());
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    static String ask(String sql) throws SQLException {
        try (Connection rows = ChosenWarehouse.rows();
                Statement statement = rows.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        http.close();
        installation.close();
    }
}
