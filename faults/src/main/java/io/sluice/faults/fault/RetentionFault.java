package io.sluice.faults.fault;

import io.sluice.app.Role;
import io.sluice.faults.rig.Instance;
import io.sluice.faults.rig.RoleProcess;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * All sqlizers stand still while an events topic keeps its records for no longer than a minute. The
 * alarm has to go off before any is gone: the gauge that it looks at, of a loader, which must not
 * wait for the warehouse as the rest of the books does.
 */
final class RetentionFault {
    private static final Duration RETENTION = Duration.ofMinutes(1);
    private static final Duration USUAL = Duration.ofDays(7);

    /** Retention is far enough then that nothing is gone yet. */
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    /** As in {@code k8s/monitoring/prometheus-alerts.yaml}. */
    private static final double ALARM = 0.5;

    private static final Pattern GAUGE =
            Pattern.compile("^sluice_books_retention_share\\{([^}]*)} (\\S+)$", Pattern.MULTILINE);

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
                    : new Fired.Broke("no loader warned of " + topic);
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
            for (RoleProcess role : scene.rig().roles()) {
                if (role.instance().role() == Role.LOADER
                        && role.isAlive()
                        && alarms(metrics(scene, role), topic)) {
                    return true;
                }
            }
            Scene.sleep(Duration.ofSeconds(1));
        }
        return false;
    }

    private static boolean alarms(String metrics, String topic) {
        return GAUGE.matcher(metrics)
                .results()
                .filter(it -> it.group(1).contains("topic=\"" + topic + "\""))
                .anyMatch(it -> Double.parseDouble(it.group(2)) > ALARM);
    }

    private static String metrics(Scene scene, RoleProcess role) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(role.managementPort()));
        try {
            return scene.rig()
                    .http()
                    .send(
                            HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException away) {
            return "";
        }
    }
}
