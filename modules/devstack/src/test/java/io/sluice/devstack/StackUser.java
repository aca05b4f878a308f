package io.sluice.devstack;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes one text to each part of a stack with ordinary clients, and reads it back. */
final class StackUser {
    private static final String TOPIC = "kept";

    private final DevStack stack;

    StackUser(DevStack stack) {
        this.stack = stack;
    }

    /** Writes, says so, and waits to be killed. */
    public static void main(String[] args) throws Exception {
        DevStack stack = DevStack.start(DevStack.Options.on(Path.of(args[0])));
        new StackUser(stack).write("kept");
        System.out.println("written");
        System.out.flush();
        Thread.currentThread().join();
    }

    void write(String text) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        Map<String, Object> config =
                Map.of("bootstrap.servers", stack.kafka(), "transactional.id", "writer");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, text));
            producer.commitTransaction();
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT '" + text + "' AS text");
        }
        try (S3Client s3 = s3()) {
            s3.putObject(
                    request -> request.bucket(stack.s3().bucket()).key("a/kept"),
                    RequestBody.fromString(text));
        }
    }

    List<String> read() throws Exception {
        List<String> texts = new ArrayList<>();
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers", stack.kafka(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(Set.of(new TopicPartition(TOPIC, 0)));
            consumer.poll(Duration.ofSeconds(20)).forEach(record -> texts.add(record.value()));
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT text FROM kept")) {
            rows.next();
            texts.add(rows.getString(1));
        }
        try (S3Client s3 = s3()) {
            texts.add(
                    s3.getObjectAsBytes(
                                    request -> request.bucket(stack.s3().bucket()).key("a/kept"))
                            .asString(StandardCharsets.UTF_8));
        }
        return texts;
    }

    String kafkaClusterId() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection(
                stack.warehouseJdbc(), stack.postgresUser(), stack.postgresPassword());
    }

    private S3Client s3() {
        S3Endpoint s3 = stack.s3();
        return S3Client.builder()
                .endpointOverride(s3.uri())
                .region(Region.of(s3.region()))
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
                .build();
    }
}
