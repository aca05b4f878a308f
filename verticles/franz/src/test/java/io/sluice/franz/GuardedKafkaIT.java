package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.sluice.devstack.EmbeddedKafka;
import io.sluice.franz.Finding.Kind;
import io.sluice.franz.TopicPlan.Lowering;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;
import io.sluice.registry.MemoryRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Against a broker that asks for a password, and lets one user do less than franz wants. */
class GuardedKafkaIT {
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
                    + " password=\"%s\"";
    private static EmbeddedKafka broker;
    private static final Vertx VERTX = Vertx.vertx();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        broker =
                EmbeddedKafka.start(
                        folder,
                        0,
                        Map.of(
                                "listener.security.protocol.map",
                                "PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                                "sasl.enabled.mechanisms",
                                "PLAIN",
                                "sasl.mechanism.inter.broker.protocol",
                                "PLAIN",
                                "listener.name.plaintext.plain.sasl.jaas.config",
                                LOGIN.formatted("admin", "a")
                                        + " user_admin=\"a\" user_franz=\"f\";",
                                "authorizer.class.name",
                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                                "super.users",
                                "User:admin;User:ANONYMOUS"));
        try (Admin admin = Admin.create(asMap(as("admin", "a")))) {
            ResourcePattern ours =
                    new ResourcePattern(ResourceType.TOPIC, "sluice.", PatternType.PREFIXED);
            List<AclBinding> acls = new ArrayList<>();
            for (AclOperation may : List.of(AclOperation.CREATE, AclOperation.DESCRIBE)) {
                acls.add(
                        new AclBinding(
                                ours,
                                new AccessControlEntry(
                                        "User:franz", "*", may, AclPermissionType.ALLOW)));
            }
            admin.createAcls(acls).all().get(20, SECONDS);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        get(VERTX.close());
        broker.close();
    }

    private static KafkaSettings as(String user, String password) {
        return new KafkaSettings(
                broker.bootstrapServers(),
                KafkaSettings.DEFAULT_MAX_EVENT_BYTES,
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        LOGIN.formatted(user, password) + ";"));
    }

    private static Map<String, Object> asMap(KafkaSettings settings) {
        Map<String, Object> map = new HashMap<>(settings.client());
        map.put("bootstrap.servers", settings.bootstrapServers());
        return map;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, SECONDS);
    }

    private static FranzSettings settings(int partitions) {
        FranzSettings it = FranzSettings.embedded(List.of());
        return new FranzSettings(
                partitions,
                1,
                1,
                0,
                0,
                it.compression(),
                Retention.DEFAULT,
                Map.of(),
                it.sizing(),
                it.watch(),
                it.poll(),
                it.recheck(),
                List.of());
    }

    private static TopicTool tool(MemoryRegistry registry, int partitions, KafkaSettings kafka) {
        return TopicTool.open(VERTX, registry, settings(partitions), kafka);
    }

    @Test
    void plansAndAppliesUntilNothingIsLeft() throws Exception {
        MemoryRegistry registry = new MemoryRegistry();
        get(registry.ensureApp("whole"));
        List<String> failures = new ArrayList<>();
        TopicTool small = tool(registry, 2, as("admin", "a"));
        TopicReport made = get(apply(small, failures));
        assertThat(failures).isEmpty();
        assertThat(made.plan()).isEqualTo(new TopicPlan(List.of(), List.of()));
        get(small.close());

        TopicTool large = tool(registry, 5, as("admin", "a"));
        TopicReport before = get(large.report(Lowering.LEAVE, Duration.ofMillis(200)));
        assertThat(before.plan().steps())
                .extracting(Step::text)
                .containsExactly("grow from 2 to 5 partitions", "grow from 2 to 5 partitions");
        assertThat(before.advice())
                .extracting(Advice::topic)
                .contains(Topics.events("whole"), Topics.rows("whole"));
        TopicReport after = get(apply(large, failures));
        assertThat(failures).isEmpty();
        assertThat(after.plan().steps()).isEmpty();
        assertThat(after.watched()).noneMatch(it -> it.kind() == Kind.MISSING_RIGHT);
        get(large.close());

        TopicTool smallAgain = tool(registry, 1, as("admin", "a"));
        assertThat(get(smallAgain.report(Lowering.LEAVE, Duration.ZERO)).plan().steps()).isEmpty();
        get(smallAgain.close());
    }

    @Test
    void saysWhichRightsAreMissingAndDoesWhatItMay() throws Exception {
        MemoryRegistry registry = new MemoryRegistry();
        get(registry.ensureApp("half"));
        List<String> failures = new ArrayList<>();
        TopicTool tool = tool(registry, 1, as("franz", "f"));
        TopicReport made = get(apply(tool, failures));
        assertThat(failures).isEmpty();
        assertThat(made.plan().steps()).isEmpty();
        assertThat(made.watched())
                .filteredOn(it -> it.kind() == Kind.MISSING_RIGHT)
                .extracting(Finding::text)
                .anyMatch(it -> it.contains("DescribeConfigs on the topics"))
                .anyMatch(it -> it.contains("Describe on the groups"))
                .anyMatch(it -> it.contains("Describe on the cluster"));
        get(tool.close());

        TopicTool larger = tool(registry, 2, as("franz", "f"));
        assertThat(get(apply(larger, failures)).plan().steps()).isNotEmpty();
        assertThat(failures).isNotEmpty().allMatch(it -> it.contains("Alter on the topic"));
        get(larger.close());
    }

    private static Future<TopicReport> apply(TopicTool tool, List<String> failures) {
        return tool.report(Lowering.LEAVE, Duration.ZERO)
                .compose(
                        report ->
                                tool.apply(
                                        report.plan().steps(),
                                        Lowering.LEAVE,
                                        (step, failure) -> {
                                            if (!failure.isEmpty()) {
                                                failures.add(failure);
                                            }
                                        }));
    }
}
