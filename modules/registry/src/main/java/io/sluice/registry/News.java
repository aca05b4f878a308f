package io.sluice.registry;

import io.sluice.schema.TableUid;

/** What others changed in the registry. A hint: lost news only cost time. */
public sealed interface News {
    /** Another process raised the version of this table. */
    record Table(TableUid table) implements News {}

    /** The settings or keys of this app changed, by whatever process. */
    record App(String app) implements News {}

    /** Anything may have changed: news were missed, as after a reconnect. */
    record Missed() implements News {}
}
