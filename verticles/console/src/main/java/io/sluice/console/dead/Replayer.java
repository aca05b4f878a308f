package io.sluice.console.dead;

import io.sluice.events.ChunkHeader;
import io.sluice.events.DuplicateKeys;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.Topics;
import io.sluice.kafka.TransactionalWriter;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends letters of one app through the pipeline again, each at most once: the events and the marks
 * that say so are one Kafka transaction. Whoever replays takes the app's transactional id first;
 * that ends whatever another, or a predecessor that was killed, has left open, and shuts it out. So
 * the marks read after that are all there will be. One thread; blocks.
 */
final class Replayer implements AutoCloseable {
    /** Of the chunk's header, where the door would name itself. */
    private static final String DOOR = "replay";

    private final String app;
    private final Check check;
    private final TransactionalWriter writer;

    /** Takes the app's turn. */
    Replayer(KafkaSettings kafka, String app, DuplicateKeys duplicateKeys) {
        this.app = app;
        this.check = new Check(kafka.maxEventBytes(), duplicateKeys);
        this.writer = new TransactionalWriter(kafka, "sluice-replay-" + app);
    }

    /**
     * Replays letters.
     *
     * @param topic opened after this replayer was made
     * @param ids of letters, wherever they lie; those that are no more are left out
     */
    Replay replay(DeadTopic topic, Collection<LetterId> ids, Optional<LetterId> next) {
        Sorted sorted = sort(topic, ids, this::send);
        sorted.marks.forEach(
                (partition, offsets) -> {
                    ReplayMark mark = new ReplayMark(offsets);
                    writer.send(
                            new ProducerRecord<>(
                                    Topics.dead(app),
                                    partition,
                                    null,
                                    null,
                                    mark.value(),
                                    KafkaHeaders.of(mark.headers())));
                });
        writer.commit();
        return sorted.result(next);
    }

    private void send(Letter letter, byte[] line) {
        ChunkHeader header =
                new ChunkHeader(
                        1,
                        0,
                        TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()),
                        DOOR,
                        DOOR + ":" + letter.id());
        Integer any = null;
        writer.send(
                new ProducerRecord<>(
                        Topics.events(app),
                        any,
                        null,
                        null,
                        line,
                        KafkaHeaders.of(header.toHeaders())));
    }

    /** What a replay would do, without doing it. */
    static Replay plan(
            KafkaSettings kafka,
            DuplicateKeys duplicateKeys,
            DeadTopic topic,
            Collection<LetterId> ids,
            Optional<LetterId> next) {
        return sort(
                        new Check(kafka.maxEventBytes(), duplicateKeys),
                        topic,
                        ids,
                        (letter, line) -> {})
                .result(next);
    }

    private Sorted sort(DeadTopic topic, Collection<LetterId> ids, Accepted accepted) {
        return sort(check, topic, ids, accepted);
    }

    private interface Accepted {
        void take(Letter letter, byte[] line);
    }

    private static Sorted sort(
            Check check, DeadTopic topic, Collection<LetterId> ids, Accepted accepted) {
        Sorted sorted = new Sorted(check, topic.replayed(ids), accepted);
        Set<LetterId> wanted = new HashSet<>(ids);
        for (Map.Entry<Integer, LogReader.Range> part : stretches(topic, ids).entrySet()) {
            topic.read(
                    part.getKey(),
                    part.getValue(),
                    record -> {
                        LetterId id = new LetterId(record.partition(), record.offset());
                        if (wanted.contains(id) && DeadTopic.isLetter(record)) {
                            sorted.add(Letter.of(record));
                        }
                    });
        }
        return sorted;
    }

    /** From the oldest to the newest letter of each partition, as far as it is still there. */
    private static SortedMap<Integer, LogReader.Range> stretches(
            DeadTopic topic, Collection<LetterId> ids) {
        SortedMap<Integer, LogReader.Range> stretches = new TreeMap<>();
        for (LetterId id : ids) {
            LogReader.@Nullable Range there = topic.ranges().get(id.partition());
            if (there != null && id.offset() >= there.from() && id.offset() < there.to()) {
                stretches.merge(
                        id.partition(),
                        new LogReader.Range(id.offset(), id.offset() + 1),
                        (a, b) ->
                                new LogReader.Range(
                                        Math.min(a.from(), b.from()), Math.max(a.to(), b.to())));
            }
        }
        return stretches;
    }

    private static final class Sorted {
        private final Check check;
        private final Set<LetterId> done;
        private final Accepted accepted;
        private final List<LetterId> replayed = new ArrayList<>();
        private final List<LetterId> already = new ArrayList<>();
        private final List<Replay.Refused> refused = new ArrayList<>();
        private final SortedMap<Integer, List<Long>> marks = new TreeMap<>();

        Sorted(Check check, Set<LetterId> done, Accepted accepted) {
            this.check = check;
            this.done = done;
            this.accepted = accepted;
        }

        void add(Letter letter) {
            LetterId id = letter.id();
            if (done.contains(id)) {
                already.add(id);
                return;
            }
            switch (check.read(letter)) {
                case Check.Result.Event event -> {
                    accepted.take(letter, event.line());
                    replayed.add(id);
                    marks.computeIfAbsent(id.partition(), none -> new ArrayList<>())
                            .add(id.offset());
                }
                case Check.Result.Refused why ->
                        refused.add(new Replay.Refused(id, why.code(), why.detail()));
            }
        }

        Replay result(Optional<LetterId> next) {
            return new Replay(replayed, already, refused, next);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
