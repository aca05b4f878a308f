package io.sluice.franz;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;
import io.sluice.runtime.Secret;
import io.sluice.runtime.Section;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What franz makes, and how often it looks.
 *
 * @param partitions of each events and rows topic, 1 to 1000
 * @param loadsPartitions of the topic of load units, 1 to 1000
 * @param replication copies of each partition, 1 to 9; {@link #minInsync} follows from it
 * @param maxMessageBytes the largest record of a topic; 0 takes {@link
 *     KafkaSettings#maxRequestBytes}, and less than that is refused
 * @param poll how often the registry is asked for new apps, 100 ms to 10 s
 * @param recheck how often all topics are compared with the plan, at least {@code poll}
 * @param apps made at start, with their write keys
 */
public record FranzSettings(
        int partitions,
        int loadsPartitions,
        int replication,
        int maxMessageBytes,
        Retention retention,
        Duration poll,
        Duration recheck,
        List<ConfiguredApp> apps) {
    public static final FranzSettings DEFAULT =
            new FranzSettings(
                    4,
                    4,
                    3,
                    0,
                    Retention.DEFAULT,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    List.of());

    private static final int MAX_PARTITIONS = 1000;
    private static final int MAX_REPLICATION = 9;

    public FranzSettings {
        apps = List.copyOf(apps);
    }

    /** The settings of a stack of one broker, whose topics keep everything. */
    public static FranzSettings embedded(List<ConfiguredApp> apps) {
        return new FranzSettings(
                DEFAULT.partitions,
                DEFAULT.loadsPartitions,
                1,
                0,
                Retention.UNLIMITED,
                DEFAULT.poll,
                DEFAULT.recheck,
                apps);
    }

    /**
     * How many copies have to be in step before a write is acknowledged: one less than there are,
     * so that one broker may be away.
     */
    public int minInsync() {
        return Math.max(1, replication - 1);
    }

    /** Reads the section of franz; what is wrong goes to the section's problems. */
    public static FranzSettings read(Section section) {
        return new FranzSettings(
                section.integer("partitions", DEFAULT.partitions, 1, MAX_PARTITIONS),
                section.integer("loads-partitions", DEFAULT.loadsPartitions, 1, MAX_PARTITIONS),
                section.integer("replication", DEFAULT.replication, 1, MAX_REPLICATION),
                (int) section.bytes("max-message-size", 0, 0, Integer.MAX_VALUE),
                Retention.read(section.section("retention")),
                section.duration(
                        "poll", DEFAULT.poll, Duration.ofMillis(100), Duration.ofSeconds(10)),
                section.duration(
                        "recheck", DEFAULT.recheck, Duration.ofSeconds(10), Duration.ofDays(1)),
                apps(section));
    }

    /** As {@link #read(Section)}; notes a problem too if the sizes do not fit the event limit. */
    public static FranzSettings read(Section section, KafkaSettings kafka) {
        FranzSettings settings = read(section);
        if (!settings.fits(kafka)) {
            section.problem(
                    "max-message-size",
                    Integer.toString(settings.maxMessageBytes),
                    "is below what producers may send: %d bytes (4 * max event size + headers)"
                            .formatted(kafka.maxRequestBytes()),
                    "leave it out, or lower the event limit");
        }
        return settings;
    }

    /** Whether a topic takes every record that a producer may send. */
    boolean fits(KafkaSettings kafka) {
        return maxMessageBytes == 0 || maxMessageBytes >= kafka.maxRequestBytes();
    }

    private static List<ConfiguredApp> apps(Section section) {
        List<ConfiguredApp> apps = new ArrayList<>();
        section.texts("apps")
                .forEach(
                        (name, key) -> {
                            if (Topics.isApp(name)) {
                                apps.add(new ConfiguredApp(name, new Secret(key)));
                            } else {
                                section.problem(
                                        "apps." + name,
                                        "",
                                        "is no name for an app",
                                        "1 to 48 of a-z, 0-9, '_' and '-', a letter first");
                            }
                        });
        return apps;
    }
}
