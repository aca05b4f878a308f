package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.devstack.DevStack;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.ProducerFactory;
import io.sluice.kafka.ProducerSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a real Kafka, with an ear at the producer. */
class OutletIT {
    private static final int RECORDS = 50;

    private final KafkaSettings kafka = KafkaSettings.of(DevStack.shared().kafka());
    private final AtomicBoolean acknowledged = new AtomicBoolean();
    private final AtomicInteger early = new AtomicInteger();

    @Test
    void aTopicGetsOneRecordFirstAndTheOthersOnceThatIsAcknowledged() throws Exception {
        String topic = "outlet-" + UUID.randomUUID();
        Vertx vertx = Vertx.vertx();
        TopicAdmin admin = TopicAdmin.create(vertx, kafka);
        admin.create(new TopicSpec(topic, 2, 1, Map.of())).await();
        Outlet outlet = new Outlet(this::heard, Duration.ofSeconds(20));
        List<Future<Void>> sent = new ArrayList<>();
        for (int n = 0; n < RECORDS; n++) {
            byte[] value = Integer.toString(n).getBytes(UTF_8);
            sent.add(outlet.publish(topic, List.of(new Message(value, Map.of()))));
        }
        Future.all(sent).await(60, TimeUnit.SECONDS);

        assertThat(early).hasValue(1);
        assertThat(new TopicReader(DevStack.shared().kafka()).records(topic)).hasSize(RECORDS);
        outlet.close(Duration.ofSeconds(10));
        admin.close().await();
        vertx.close().await();
    }

    /** A producer whose sends are counted until the first is acknowledged. */
    @SuppressWarnings("unchecked")
    private Producer<byte[], byte[]> heard() {
        Producer<byte[], byte[]> real = ProducerFactory.idempotent(kafka, ProducerSettings.door());
        return (Producer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Producer.class},
                        (proxy, method, given) -> {
                            if (method.getName().equals("send")) {
                                early.addAndGet(acknowledged.get() ? 0 : 1);
                                Callback told = (Callback) given[1];
                                given[1] =
                                        (Callback)
                                                (stored, failed) -> {
                                                    acknowledged.set(true);
                                                    told.onCompletion(stored, failed);
                                                };
                            }
                            try {
                                return method.invoke(real, given);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }
}
