package io.sluice.events;

/** Tapes that take every key as if they had never seen one. */
public final class Memoryless {
    private Memoryless() {}

    public static JsonTape tape(JsonTape.Limits limits) {
        return new JsonTape(limits, 0);
    }

    public static JsonTape tape(JsonTape.Limits limits, int mostKnownKeys) {
        return new JsonTape(limits, mostKnownKeys);
    }
}
