package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableUid;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class BusTest {
    private static final TableUid TABLE = new TableUid(UUID.randomUUID());
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private <T> T sent(String address, T message) throws Exception {
        var received = new CompletableFuture<T>();
        vertx.eventBus()
                .<T>consumer(address, arrived -> received.complete(arrived.body()))
                .completion()
                .await();
        vertx.eventBus().publish(address, message);
        return received.get(5, TimeUnit.SECONDS);
    }

    private static LoadUnit unit() {
        List<LoadUnit.DataFile> files = List.of(new LoadUnit.DataFile("f", 1, 10));
        return new LoadUnit(UUID.randomUUID(), "demo", TABLE, 3, 7L, 10, 0, "b", "k", files, 0L);
    }

    @Test
    void messagesArriveAsTheSameObject() throws Exception {
        Bus.register(vertx);
        var changed = new SchemaChanged("demo", TABLE, 3);
        var unit = unit();
        var batch = new BatchPublished(List.of(unit));
        var statistics = new StageStatistics("sqlizer", "sqlizer-0", 3, 2, 1, Instant.EPOCH);
        assertThat(sent(SchemaChanged.ADDRESS, changed)).isSameAs(changed);
        assertThat(sent(BatchPublished.ADDRESS, batch)).isSameAs(batch);
        assertThat(sent(StageStatistics.ADDRESS, statistics)).isSameAs(statistics);
    }

    @Test
    void aBatchCannotChangeAfterItWasMade() {
        var units = new ArrayList<LoadUnit>();
        var batch = new BatchPublished(units);
        units.add(unit());
        assertThat(batch.units()).isEmpty();
    }

    @Test
    void registeringTwiceIsRefused() {
        Bus.register(vertx);
        assertThatThrownBy(() -> Bus.register(vertx)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void messagesNeverGoOverTheWire() {
        var codec = new LocalCodec<>(SchemaChanged.class);
        var message = new SchemaChanged("demo", TABLE, 3);
        assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), message))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> codec.decodeFromWire(0, Buffer.buffer()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(codec.systemCodecID()).isEqualTo((byte) -1);
    }
}
