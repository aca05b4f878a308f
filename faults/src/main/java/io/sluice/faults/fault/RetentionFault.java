package io.sluice.faults.fault;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.Role;
import io.sluice.faults.load.Books;
import io.sluice.faults.rig.Instance;
import io.sluice.faults.rig.RoleProcess;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** All sqlizers stand still while an events topic keeps its records for no longer than a minute. */
final class RetentionFault {
    private static final Duration RETENTION = Duration.ofMinutes(1);
    private static final Duration USUAL = Duration.ofDays(7);

    /** Retention is far enough then that nothing is gone yet. */
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private RetentionFault() {}

    static Fired fire(Scene scene, String target, Random random) throws Exception {
        String topic = Topics.events(Foreign.anyApp(random).word());
        List<RoleProcess> sqlizers =
                Instance.names(Role.SQLIZER).stream().map(scene::role).toList();
        sqlizers.forEach(it -> it.turn().lock());
        try {
            if (!sqlizers.stream().allMatch(RoleProcess::isAlive)) {
                return new Fired.Missed("a sqlizer does not run");
            }
            keep(scene, topic, RETENTION);
            sqlizers.forEach(RoleProcess::freeze);
            return warned(scene, topic)
                    ? Fired.DONE
                    : new Fired.Broke("the books gave no warning of " + topic);
        } finally {
            sqlizers.stream().filter(RoleProcess::isAlive).forEach(RoleProcess::thaw);
            keep(scene, topic, USUAL);
            sqlizers.forEach(it -> it.turn().unlock());
        }
    }

    private static void keep(Scene scene, String topic, Duration retention)
            throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp set =
                new AlterConfigOp(
                        new ConfigEntry("retention.ms", Long.toString(retention.toMillis())),
                        AlterConfigOp.OpType.SET);
        try (Admin admin = Foreign.admin(scene)) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
        }
    }

    private static boolean warned(Scene scene, String topic) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Optional<JsonNode> books = Books.read(scene.rig());
            if (books.isPresent()
                    && books.get()
                            .path("warnings")
                            .valueStream()
                            .anyMatch(it -> it.asText().contains(topic))) {
                return true;
            }
            Scene.sleep(Duration.ofSeconds(1));
        }
        return false;
    }
}
