package io.sluice.app.admin;

import io.sluice.kafka.Topics;
import io.sluice.runtime.Section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An app as a file wants it.
 *
 * @param eventsPerSecond empty: as the door's settings say
 * @param bytesPerSecond empty: as the door's settings say
 * @param keys active write keys that there should be at least
 */
record DesiredApp(
        String name, Optional<Long> eventsPerSecond, Optional<Long> bytesPerSecond, int keys) {
    private static final long MOST = (1L << 53) - 1;
    private static final int MOST_KEYS = 100;

    /** The apps of a file; what is wrong goes to the section's problems. */
    static List<DesiredApp> read(Section root) {
        Section apps = root.section("apps");
        List<DesiredApp> all = new ArrayList<>();
        for (String name : apps.keys()) {
            if (!Topics.isApp(name)) {
                apps.problem(
                        name,
                        "",
                        "is no name for an app",
                        "1 to 48 of a-z, 0-9, '_' and '-', a letter first");
            }
            Section app = apps.section(name);
            all.add(
                    new DesiredApp(
                            name,
                            app.has("events-per-second")
                                    ? Optional.of(
                                            (long)
                                                    app.integer(
                                                            "events-per-second",
                                                            1000,
                                                            1,
                                                            Integer.MAX_VALUE))
                                    : none(app, "events-per-second"),
                            app.has("bytes-per-second")
                                    ? Optional.of(app.bytes("bytes-per-second", 1 << 20, 1, MOST))
                                    : none(app, "bytes-per-second"),
                            app.integer("keys", 0, 0, MOST_KEYS)));
        }
        return all;
    }

    private static Optional<Long> none(Section app, String key) {
        app.skip(key);
        return Optional.empty();
    }
}
