package io.sluice.franz;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;
import io.sluice.runtime.Secret;
import io.sluice.runtime.Section;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What franz makes, and how often it looks.
 *
 * @param partitions of each events and rows topic, 1 to 1000
 * @param loadsPartitions of the topic of load units, 1 to 1000
 * @param replication copies of each partition, 1 to 9
 * @param maxMessageBytes the largest record of a topic; 0 takes {@link
 *     KafkaSettings#maxRequestBytes}, and less than that is refused
 * @param minInsync copies that have to be in step before a write is acknowledged; 0 takes one less
 *     than there are, so that one broker may be away
 * @param compression how brokers keep records; {@code producer} keeps them as they came
 * @param perApp apps whose topics differ from the others'
 * @param sizing how partitions follow the load
 * @param watch when findings about the cluster are made
 * @param poll how often the registry is asked for new apps, 100 ms to 10 s
 * @param recheck how often all topics are compared with the plan, at least {@code poll}
 * @param apps made at start, with their write keys
 */
public record FranzSettings(
        int partitions,
        int loadsPartitions,
        int replication,
        int minInsync,
        int maxMessageBytes,
        Compression compression,
        Retention retention,
        Map<String, AppTopics> perApp,
        SizingSettings sizing,
        WatchSettings watch,
        Duration poll,
        Duration recheck,
        List<ConfiguredApp> apps) {
    public static final FranzSettings DEFAULT =
            new FranzSettings(
                    4,
                    4,
                    3,
                    0,
                    0,
                    Compression.PRODUCER,
                    Retention.DEFAULT,
                    Map.of(),
                    SizingSettings.DEFAULT,
                    WatchSettings.DEFAULT,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    List.of());

    static final int MAX_PARTITIONS = 1000;
    private static final String NO_APP = "is no name for an app";
    private static final int MAX_REPLICATION = 9;

    public FranzSettings {
        minInsync = minInsync == 0 ? Math.max(1, replication - 1) : minInsync;
        perApp = Map.copyOf(perApp);
        apps = List.copyOf(apps);
    }

    /** Kafka's words for the compression of a topic. */
    public enum Compression {
        PRODUCER,
        UNCOMPRESSED,
        GZIP,
        SNAPPY,
        LZ4,
        ZSTD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The settings of a stack of one broker, whose topics keep everything. */
    public static FranzSettings embedded(List<ConfiguredApp> apps) {
        return new FranzSettings(
                DEFAULT.partitions,
                DEFAULT.loadsPartitions,
                1,
                0,
                0,
                DEFAULT.compression,
                Retention.UNLIMITED,
                Map.of(),
                DEFAULT.sizing,
                DEFAULT.watch,
                DEFAULT.poll,
                DEFAULT.recheck,
                apps);
    }

    /** What the topics of an app are. */
    public AppTopics of(String app) {
        return perApp.getOrDefault(app, new AppTopics(partitions, retention));
    }

    /** Reads the section of franz; what is wrong goes to the section's problems. */
    public static FranzSettings read(Section section) {
        int replication = section.integer("replication", DEFAULT.replication, 1, MAX_REPLICATION);
        AppTopics all =
                new AppTopics(
                        section.integer("partitions", DEFAULT.partitions, 1, MAX_PARTITIONS),
                        Retention.read(section.section("retention"), Retention.DEFAULT));
        return new FranzSettings(
                all.partitions(),
                section.integer("loads-partitions", DEFAULT.loadsPartitions, 1, MAX_PARTITIONS),
                replication,
                section.integer("min-insync-replicas", 0, 0, replication),
                (int) section.bytes("max-message-size", 0, 0, Integer.MAX_VALUE),
                section.choice("compression", Compression.class, DEFAULT.compression),
                all.retention(),
                perApp(section.section("per-app"), all),
                SizingSettings.read(section.section("sizing")),
                WatchSettings.read(section.section("watch")),
                section.duration(
                        "poll", DEFAULT.poll, Duration.ofMillis(100), Duration.ofSeconds(10)),
                section.duration(
                        "recheck", DEFAULT.recheck, Duration.ofSeconds(10), Duration.ofDays(1)),
                apps(section));
    }

    private static Map<String, AppTopics> perApp(Section section, AppTopics all) {
        Map<String, AppTopics> perApp = new LinkedHashMap<>();
        for (String app : section.keys()) {
            if (Topics.isApp(app)) {
                perApp.put(app, AppTopics.read(section.section(app), all));
            } else {
                section.skip(app);
                section.problem(
                        app, "", NO_APP, "1 to 48 of a-z, 0-9, '_' and '-', a letter first");
            }
        }
        return perApp;
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
                                        NO_APP,
                                        "1 to 48 of a-z, 0-9, '_' and '-', a letter first");
                            }
                        });
        return apps;
    }
}
