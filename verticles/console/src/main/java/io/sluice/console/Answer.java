package io.sluice.console;

import io.vertx.core.json.JsonObject;

/** What a call that succeeded gives. */
record Answer(int status, JsonObject body) {
    static Answer ok(JsonObject body) {
        return new Answer(200, body);
    }

    static Answer created(JsonObject body) {
        return new Answer(201, body);
    }
}
