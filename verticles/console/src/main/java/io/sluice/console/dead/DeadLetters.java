package io.sluice.console.dead;

import io.sluice.events.DuplicateKeys;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.LogReader;

import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The dead letters of all apps. Every call blocks, up to the limit of the settings; those about one
 * app take turns. Thread-safe.
 */
public final class DeadLetters {
    /** Bytes that one replay sends at most, one letter excepted: so much of one transaction. */
    private static final long REPLAY_BYTES = 16 << 20;

    private final KafkaSettings kafka;
    private final GroupOffsets offsets;
    private final DuplicateKeys duplicateKeys;
    private final int scanRecords;
    private final Duration limit;
    private final Map<String, OfApp> apps = new ConcurrentHashMap<>();

    private static final class OfApp {
        private final ReentrantLock turn = new ReentrantLock();
        private final Map<TopicPartition, Marks> marks = new HashMap<>();
    }

    /**
     * @param offsets stays open
     * @param duplicateKeys as the doors have it
     * @param scanRecords records that a call reads at most to find letters
     * @param limit how long a call may take
     */
    public DeadLetters(
            KafkaSettings kafka,
            GroupOffsets offsets,
            DuplicateKeys duplicateKeys,
            int scanRecords,
            Duration limit) {
        this.kafka = kafka;
        this.offsets = offsets;
        this.duplicateKeys = duplicateKeys;
        this.scanRecords = scanRecords;
        this.limit = limit;
    }

    /** Letters, their bytes cut short. */
    public LetterPage list(
            String app, LetterFilter filter, Optional<LetterId> cursor, int letters) {
        return inTurn(app, topic -> scan(topic, filter, letters, Long.MAX_VALUE).page(cursor));
    }

    /**
     * One letter, whole.
     *
     * @return a page of it, empty if there is none
     */
    public LetterPage show(String app, LetterId id) {
        return inTurn(
                app,
                topic -> {
                    List<Letter> found = new ArrayList<>();
                    var range = topic.ranges().get(id.partition());
                    if (range != null && id.offset() >= range.from() && id.offset() < range.to()) {
                        topic.read(
                                id.partition(),
                                new LogReader.Range(id.offset(), id.offset() + 1),
                                record -> {
                                    if (DeadTopic.isLetter(record)) {
                                        found.add(Letter.of(record));
                                    }
                                });
                    }
                    List<Letter> letters = List.copyOf(found);
                    return new LetterPage(
                            letters,
                            topic.replayed(letters.stream().map(Letter::id).toList()),
                            Optional.empty());
                });
    }

    /** Replays these letters. */
    public Replay replay(String app, Collection<LetterId> ids, boolean dryRun) {
        return replay(app, topic -> new Chosen(ids, Optional.empty()), dryRun);
    }

    /** Replays a page of the letters that a filter takes. */
    public Replay replay(
            String app,
            LetterFilter filter,
            Optional<LetterId> cursor,
            int letters,
            boolean dryRun) {
        return replay(
                app,
                topic -> {
                    LetterPage page = scan(topic, filter, letters, REPLAY_BYTES).page(cursor);
                    return new Chosen(
                            page.letters().stream().map(Letter::id).toList(), page.next());
                },
                dryRun);
    }

    private record Chosen(Collection<LetterId> ids, Optional<LetterId> next) {}

    private interface Use<T> {
        T of(DeadTopic topic);
    }

    private Replay replay(String app, Use<Chosen> choice, boolean dryRun) {
        if (dryRun) {
            return inTurn(
                    app,
                    topic -> {
                        Chosen chosen = choice.of(topic);
                        return Replayer.plan(
                                kafka, duplicateKeys, topic, chosen.ids(), chosen.next());
                    });
        }
        OfApp own = own(app);
        own.turn.lock();
        // Before the topic is looked at: what a predecessor has begun is decided by then.
        try (Replayer replayer = new Replayer(kafka, app, duplicateKeys);
                DeadTopic topic = topic(app, own)) {
            Chosen chosen = choice.of(topic);
            return replayer.replay(topic, chosen.ids(), chosen.next());
        } finally {
            own.turn.unlock();
        }
    }

    private LetterScan scan(DeadTopic topic, LetterFilter filter, int letters, long bytes) {
        return new LetterScan(topic, filter, new LetterScan.Bounds(letters, scanRecords, bytes));
    }

    private <T> T inTurn(String app, Use<T> use) {
        OfApp own = own(app);
        own.turn.lock();
        try (DeadTopic topic = topic(app, own)) {
            return use.of(topic);
        } finally {
            own.turn.unlock();
        }
    }

    private OfApp own(String app) {
        return apps.computeIfAbsent(app, none -> new OfApp());
    }

    private DeadTopic topic(String app, OfApp own) {
        return new DeadTopic(kafka, offsets, app, own.marks, System.nanoTime() + limit.toNanos());
    }
}
