package io.sluice.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.registry.Registry;
import io.sluice.runtime.DependencyWatch;
import io.sluice.runtime.DependencyWatch.Need;
import io.sluice.runtime.Health;
import io.sluice.storage.ObjectStore;
import io.sluice.warehouse.Warehouse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.util.Optional;
import java.util.Set;

/**
 * What the roles of a process depend on, watched. A door goes on without the registry as long as it
 * knows its keys; nobody else does.
 */
final class Dependencies implements AutoCloseable {
    /** Under it nothing is ever put: listing it is the cheapest question. */
    private static final String NOTHING = "sluice-health/";

    private final DependencyWatch watch;
    private final Vertx vertx;
    private Optional<TopicAdmin> admin = Optional.empty();

    Dependencies(Vertx vertx, Health health, MeterRegistry meters) {
        this.vertx = vertx;
        watch = new DependencyWatch(vertx, health, meters);
    }

    /** Watches Kafka; to be called off the event loop, since names are resolved. */
    Dependencies kafka(KafkaSettings kafka) {
        TopicAdmin opened = TopicAdmin.create(vertx, kafka);
        admin = Optional.of(opened);
        watch.watch("kafka", Need.REQUIRED, opened::brokers);
        return this;
    }

    Dependencies registry(Registry registry, Set<Role> roles) {
        boolean only = roles.equals(Set.of(Role.EVENT_SINK));
        watch.watch("registry", only ? Need.HELPFUL : Need.REQUIRED, registry::apps);
        return this;
    }

    Dependencies store(ObjectStore store, String bucket) {
        watch.watch(
                "s3",
                Need.REQUIRED,
                () -> Future.fromCompletionStage(store.list(bucket, NOTHING, Optional.empty())));
        return this;
    }

    Dependencies warehouse(Warehouse warehouse) {
        watch.watch("warehouse", Need.REQUIRED, () -> pinged(warehouse));
        return this;
    }

    /** On a thread of its own: it may wait as long as the driver does. */
    private static Future<Void> pinged(Warehouse warehouse) {
        Promise<Void> answer = Promise.promise();
        Thread.ofVirtual()
                .name("warehouse-ping")
                .start(
                        () -> {
                            try {
                                warehouse.ping();
                                answer.complete();
                            } catch (RuntimeException failed) {
                                answer.fail(failed);
                            }
                        });
        return answer.future();
    }

    /** Asks no more. */
    @Override
    public void close() {
        watch.close();
        admin.ifPresent(TopicAdmin::close);
    }
}
