package io.sluice.runtime;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands an immutable message from one verticle to another as it is. The event bus of Sluice never
 * leaves the process (between processes there is Kafka), so the wire methods refuse.
 */
final class LocalCodec<T> implements MessageCodec<T, T> {
    private final Class<T> type;

    LocalCodec(Class<T> type) {
        this.type = type;
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw notOnTheWire();
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw notOnTheWire();
    }

    private UnsupportedOperationException notOnTheWire() {
        return new UnsupportedOperationException(
                name() + " stays inside one process; between processes use Kafka");
    }
}
