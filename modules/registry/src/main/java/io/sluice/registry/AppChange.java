package io.sluice.registry;

import java.util.Optional;

/** What became of a change of an app's settings. */
public sealed interface AppChange {
    /** It holds; the app as it is now. */
    record Changed(AppRecord app) implements AppChange {}

    /** Somebody else was faster, and nothing was changed; empty where there is no such app. */
    record Conflict(Optional<AppRecord> current) implements AppChange {}
}
