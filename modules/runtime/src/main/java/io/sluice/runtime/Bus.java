package io.sluice.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;

/** Teaches the event bus the messages of Sluice. */
public final class Bus {
    private Bus() {}

    /**
     * Registers the codecs of {@link SchemaChanged}, {@link BatchPublished} and {@link
     * StageStatistics}. To be called once for each Vertx, before verticles are deployed.
     *
     * @throws IllegalStateException when called again for the same Vertx
     */
    public static void register(Vertx vertx) {
        EventBus bus = vertx.eventBus();
        register(bus, SchemaChanged.class);
        register(bus, BatchPublished.class);
        register(bus, StageStatistics.class);
    }

    private static <T> void register(EventBus bus, Class<T> type) {
        bus.registerDefaultCodec(type, new LocalCodec<>(type));
    }
}
