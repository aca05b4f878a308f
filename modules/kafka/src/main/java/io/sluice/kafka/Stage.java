package io.sluice.kafka;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The consumers of the pipeline: who reads which topics, under which name, and what it counts. */
public enum Stage {
    SQLIZER("sluice-sqlizer", "events"),
    BATCHER("sluice-batcher", "rows"),
    LOADER("sluice-loader", "units");

    private final String group;
    private final String counter;

    Stage(String group, String counter) {
        this.group = group;
        this.counter = counter;
    }

    /** Its consumer group. */
    public String group() {
        return group;
    }

    /** What it counts beside its offsets, in {@link OffsetCounters}; also what its records hold. */
    public String counter() {
        return counter;
    }

    /** In lower case, as in labels of metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Who reads a topic; nobody reads dead letters, or what is not ours. */
    public static Optional<Stage> of(String topic) {
        if (topic.equals(Topics.LOADS)) {
            return Optional.of(LOADER);
        }
        return Topics.parse(topic)
                .flatMap(
                        it ->
                                switch (it.kind()) {
                                    case EVENTS -> Optional.of(SQLIZER);
                                    case ROWS -> Optional.of(BATCHER);
                                    case DEAD -> Optional.empty();
                                });
    }

    /** All names of groups. */
    public static List<String> groups() {
        return Stream.of(values()).map(Stage::group).toList();
    }
}
