package io.sluice.sqlizer;

import io.sluice.events.DeadLetter;
import io.sluice.events.Envelope;
import io.sluice.events.EventRecord;
import io.sluice.events.JsonTape;
import io.sluice.events.Origin;
import io.sluice.events.RejectCode;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.rows.Alteration;
import io.sluice.rows.ChunkOrigin;
import io.sluice.rows.KeptValue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the events of one chunk into rows of the tables at hand. Either the whole chunk is encoded
 * or nothing of it: then {@link #survey} tells what the schemas lack. One thread.
 */
final class ChunkEncoder {
    private final Tables tables;
    private final int maxEventBytes;
    private final int maxRowBytes;
    private final int maxDead;
    private final JsonTape tape;
    private final Envelope envelope = new Envelope();
    private final TableKey probe = new TableKey();
    private final OwnRows ownRows;
    private final List<DeadLetter> dead = new ArrayList<>();
    private final Map<String, Integer> altered = new HashMap<>();
    private @Nullable Survey survey;
    private int events;
    private int rows;
    private int pieces;
    private int lumped;

    ChunkEncoder(KafkaSettings kafka, Tables tables, SqlizerSettings settings) {
        this.tape = new JsonTape(JsonTape.Limits.of(settings.duplicateKeys()));
        this.maxDead = settings.maxDeadPerChunk();
        this.tables = tables;
        this.maxEventBytes = kafka.maxEventBytes();
        this.maxRowBytes = Math.min(kafka.maxRecordBytes(), settings.rules().maxRowBytes());
        this.ownRows = new OwnRows(tables);
    }

    /** Events of the last chunk. */
    int events() {
        return events;
    }

    /** Rows of event tables that the last chunk gave. */
    int rows() {
        return rows;
    }

    /** Alterations that the last chunk gave, by rule. */
    Map<String, Integer> altered() {
        return altered;
    }

    /** Rows of values kept elsewhere that the last chunk gave. */
    int pieces() {
        return pieces;
    }

    /** Lines of the last chunk that are in no count of events: it became one dead letter. */
    int lumped() {
        return lumped;
    }

    /** Dead letters of the last chunk. */
    List<DeadLetter> dead() {
        return dead;
    }

    /**
     * Appends the rows of a chunk to its tables; false, with nothing appended, if a table lacks.
     */
    boolean encode(String app, ConsumerRecord<byte[], byte[]> record) {
        EventRecord event = event(record);
        return encode(app, event, origin(record, event));
    }

    /** {@link #encode(String, ConsumerRecord)} of a record that may no longer be on its topic. */
    boolean encode(String app, EventRecord record, ChunkOrigin origin) {
        survey = null;
        tables.mark();
        boolean complete = read(app, record, origin);
        if (!complete) {
            tables.rollback();
        }
        return complete;
    }

    /** Adds to the survey what the tables lack for this chunk; appends nothing. */
    void survey(String app, ConsumerRecord<byte[], byte[]> record, Survey into) {
        EventRecord event = event(record);
        survey = into;
        tables.mark();
        read(app, event, origin(record, event));
        tables.rollback();
    }

    private static EventRecord event(ConsumerRecord<byte[], byte[]> record) {
        return EventRecord.read(
                KafkaHeaders.reader(record.headers()), record.value(), record.timestamp());
    }

    private static ChunkOrigin origin(ConsumerRecord<byte[], byte[]> record, EventRecord event) {
        return new ChunkOrigin(
                event.receivedMicros(), record.topic(), record.partition(), record.offset());
    }

    private boolean read(String app, EventRecord record, ChunkOrigin origin) {
        events = 0;
        rows = 0;
        pieces = 0;
        lumped = 0;
        altered.clear();
        dead.clear();
        String tag = record.tag();
        if (record.isUnreadable()) {
            return whole(
                    record.value(),
                    "the chunk's format is not one that this version reads: upgrade, then replay",
                    origin,
                    tag);
        }
        boolean complete =
                record.lines(
                        (value, start, end, position) -> {
                            boolean goesOn =
                                    dead.size() <= maxDead
                                            && event(app, value, start, end, origin, tag);
                            events += goesOn ? 1 : 0;
                            return goesOn;
                        });
        if (dead.size() > maxDead) {
            // A line of two bytes becomes a letter of hundreds: a million times is too much.
            tables.rollback();
            lumped = record.count() - 1;
            return whole(
                    record.value(),
                    "more than %d lines of the record are no events".formatted(maxDead),
                    origin,
                    tag);
        }
        return complete;
    }

    /** The record itself is the dead letter. */
    private boolean whole(byte[] value, String detail, ChunkOrigin origin, String tag) {
        events = 1;
        rows = 0;
        pieces = 0;
        altered.clear();
        dead.clear();
        letter(value, RejectCode.UNKNOWN_FORMAT, detail, origin, 0, tag);
        return true;
    }

    /** One event; false if a table lacks and nobody surveys. */
    private boolean event(
            String app, byte[] value, int start, int end, ChunkOrigin origin, String tag) {
        Optional<String> refusal = Optional.empty();
        RejectCode code = RejectCode.INVALID_JSON;
        if (end - start > maxEventBytes) {
            code = RejectCode.TOO_LARGE;
            refusal = Optional.of("an event may have " + maxEventBytes + " bytes");
        } else if (!tape.scan(value, start, end)) {
            code = tape.errorCode();
            refusal = Optional.of(tape.errorDetail() + ", at byte " + (tape.errorAt() - start));
        } else if (!envelope.read(tape)) {
            code = envelope.errorCode();
            refusal = Optional.of(envelope.errorDetail());
        }
        if (refusal.isPresent()) {
            byte[] bytes = Arrays.copyOfRange(value, start, end);
            letter(bytes, code, refusal.get(), origin, events, tag);
            return true;
        }
        TableKey key = probe.at(app, tape, envelope);
        if (!tables.wants(key)) {
            return true;
        }
        TableRows table = tables.find(key);
        if (table == null) {
            return lacks(key, origin);
        }
        int mark = table.size();
        if (!table.encoder().encode(tape, envelope, origin, events, table.buffer())) {
            return lacks(key, origin);
        }
        List<KeptValue> kept = table.encoder().kept();
        int length = table.size() - mark;
        for (KeptValue each : kept) {
            length += each.text().length;
        }
        if (length > maxRowBytes) {
            table.buffer().truncate(mark);
            byte[] bytes = Arrays.copyOfRange(value, start, end);
            String detail = "its row has %d bytes, one may have %d".formatted(length, maxRowBytes);
            letter(bytes, RejectCode.ROW_TOO_LARGE, detail, origin, events, tag);
            return true;
        }
        List<Alteration> alterations = table.encoder().alterations();
        if (!alterations.isEmpty() && !alter(app, table, alterations, kept, origin)) {
            table.buffer().truncate(mark);
            return survey != null;
        }
        table.added(mark, envelope.id() >= 0);
        rows++;
        return true;
    }

    /** What was changed or is kept elsewhere has rows of its own. */
    private boolean alter(
            String app,
            TableRows table,
            List<Alteration> alterations,
            List<KeptValue> kept,
            ChunkOrigin origin) {
        if (!tables.wantsOwn()) {
            return true;
        }
        OwnEvents own = new OwnEvents(table.schema(), tape, envelope);
        OwnRows.Place place = new OwnRows.Place(app, origin, events);
        for (Alteration alteration : alterations) {
            if (!ownRows.add(place, OwnEvents.ALTERATIONS, own.of(alteration), survey)) {
                return false;
            }
        }
        int added = 0;
        for (KeptValue value : kept) {
            for (byte[] piece : own.of(value)) {
                if (!ownRows.add(place, OwnEvents.VALUES, piece, survey)) {
                    return false;
                }
                added++;
            }
        }
        pieces += added;
        alterations.forEach(it -> altered.merge(it.rule(), 1, Integer::sum));
        return true;
    }

    private boolean lacks(TableKey key, ChunkOrigin origin) {
        if (survey == null) {
            return false;
        }
        survey.add(
                key,
                tape,
                envelope.body(),
                new Origin(origin.topic(), origin.partition(), origin.offset(), events));
        return true;
    }

    private void letter(
            byte[] bytes, RejectCode code, String detail, ChunkOrigin origin, int at, String tag) {
        dead.add(
                new DeadLetter(
                        bytes,
                        code.code(),
                        detail,
                        new Origin(origin.topic(), origin.partition(), origin.offset(), at),
                        tag,
                        origin.receivedMicros()));
    }
}
