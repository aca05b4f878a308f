package io.sluice.console;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Topics: partitions, what they keep, how large they are, and how far their readers are behind. */
final class TopicOperations {
    private final Registry registry;
    private final TopicAdmin admin;
    private final GroupOffsets offsets;
    private final Readers readers;
    private final Workers workers;

    /**
     * The consumer groups of the services.
     *
     * @param events group that reads the events topics
     * @param rows group that reads the rows topics
     * @param loads group that reads the topic of loads
     */
    record Readers(String events, String rows, String loads) {
        /** The group that reads a topic; nobody reads dead letters. */
        Optional<String> of(String topic) {
            if (topic.equals(Topics.LOADS)) {
                return Optional.of(loads);
            }
            return Topics.parse(topic)
                    .flatMap(
                            it ->
                                    switch (it.kind()) {
                                        case EVENTS -> Optional.of(events);
                                        case ROWS -> Optional.of(rows);
                                        case DEAD -> Optional.empty();
                                    });
        }
    }

    TopicOperations(
            Registry registry,
            TopicAdmin admin,
            GroupOffsets offsets,
            Readers readers,
            Workers workers) {
        this.registry = registry;
        this.admin = admin;
        this.offsets = offsets;
        this.readers = readers;
        this.workers = workers;
    }

    Map<String, Operation> all() {
        return Map.of("listTopics", this::list);
    }

    private Future<Answer> list(Ask ask) {
        Optional<String> only = ask.query("app");
        return registry.apps()
                .compose(
                        apps -> {
                            if (only.isPresent() && !apps.contains(only.get())) {
                                throw Ask.unknownApp(only.get(), apps);
                            }
                            List<String> wanted = names(only.map(List::of).orElse(apps));
                            List<String> page = Paging.behind(wanted, Function.identity(), ask);
                            return admin.describe(page)
                                    .compose(specs -> workers.run(() -> page(ask, page, specs)));
                        })
                .map(Answer::ok);
    }

    private static List<String> names(Collection<String> apps) {
        List<String> names = new ArrayList<>(List.of(Topics.LOADS));
        apps.stream()
                .filter(Topics::isApp)
                .forEach(
                        app -> {
                            names.add(Topics.events(app));
                            names.add(Topics.rows(app));
                            names.add(Topics.dead(app));
                        });
        return names.stream().sorted().toList();
    }

    private JsonObject page(Ask ask, List<String> page, Map<String, TopicSpec> specs) {
        Collection<TopicPartition> partitions = offsets.partitions(specs.keySet());
        Measured measured =
                new Measured(
                        partitions,
                        offsets.begins(partitions),
                        offsets.ends(partitions),
                        bytes(partitions),
                        Map.of(
                                readers.events(), offsets.committed(readers.events()),
                                readers.rows(), offsets.committed(readers.rows()),
                                readers.loads(), offsets.committed(readers.loads())));
        return Paging.page(
                "topics",
                page,
                Function.identity(),
                ask,
                name ->
                        Optional.ofNullable(specs.get(name))
                                .map(spec -> json(spec, measured))
                                .orElseGet(() -> missing(name)));
    }

    /** Not every installation may ask for it. */
    private Map<TopicPartition, Long> bytes(Collection<TopicPartition> partitions) {
        try {
            return offsets.bytes(partitions);
        } catch (KafkaException notAllowed) {
            return Map.of();
        }
    }

    private record Measured(
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> bytes,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {

        List<TopicPartition> of(String topic) {
            return partitions.stream().filter(it -> it.topic().equals(topic)).toList();
        }

        long records(TopicPartition it) {
            return ends.getOrDefault(it, 0L) - begins.getOrDefault(it, 0L);
        }

        long lag(TopicPartition it, String group) {
            OffsetAndMetadata read = committed.getOrDefault(group, Map.of()).get(it);
            long from = read == null ? begins.getOrDefault(it, 0L) : read.offset();
            return Math.max(0, ends.getOrDefault(it, 0L) - from);
        }
    }

    private static JsonObject named(String topic) {
        JsonObject json = new JsonObject().put("topic", topic);
        Topics.parse(topic)
                .ifPresentOrElse(
                        it -> json.put("app", it.app()).put("kind", Words.of(it.kind())),
                        () -> json.put("kind", "loads"));
        return json;
    }

    /** A role franz makes it soon. */
    private static JsonObject missing(String topic) {
        return named(topic).put("exists", false);
    }

    private JsonObject json(TopicSpec spec, Measured measured) {
        List<TopicPartition> partitions = measured.of(spec.name());
        JsonObject json =
                named(spec.name())
                        .put("exists", true)
                        .put("partitions", spec.partitions())
                        .put("replication", spec.replication())
                        .put("offsets", partitions.stream().mapToLong(measured::records).sum());
        limit(spec, "retention.ms").ifPresent(it -> json.put("retention_ms", it));
        limit(spec, "retention.bytes").ifPresent(it -> json.put("retention_bytes", it));
        if (!measured.bytes().isEmpty()) {
            json.put(
                    "bytes",
                    partitions.stream()
                            .mapToLong(it -> measured.bytes().getOrDefault(it, 0L))
                            .sum());
        }
        readers.of(spec.name())
                .ifPresent(
                        group ->
                                json.put("read_by", group)
                                        .put(
                                                "lag",
                                                partitions.stream()
                                                        .mapToLong(it -> measured.lag(it, group))
                                                        .sum()));
        return json;
    }

    /** Absent where there is no limit. */
    private static Optional<Long> limit(TopicSpec spec, String config) {
        return Optional.ofNullable(spec.configs().get(config))
                .map(Long::parseLong)
                .filter(it -> it >= 0);
    }
}
