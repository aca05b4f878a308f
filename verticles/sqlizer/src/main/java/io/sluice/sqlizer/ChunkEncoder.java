package io.sluice.sqlizer;

import io.sluice.events.ChunkHeader;
import io.sluice.events.DeadLetter;
import io.sluice.events.Envelope;
import io.sluice.events.HeaderReader;
import io.sluice.events.InstantText;
import io.sluice.events.JsonTape;
import io.sluice.events.Lines;
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
import java.util.concurrent.TimeUnit;

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

    /** Dead letters of the last chunk. */
    List<DeadLetter> dead() {
        return dead;
    }

    /**
     * Appends the rows of a chunk to its tables; false, with nothing appended, if a table lacks.
     */
    boolean encode(String app, ConsumerRecord<byte[], byte[]> record) {
        survey = null;
        tables.mark();
        boolean complete = read(app, record);
        if (!complete) {
            tables.rollback();
        }
        return complete;
    }

    /** Adds to the survey what the tables lack for this chunk; appends nothing. */
    void survey(String app, ConsumerRecord<byte[], byte[]> record, Survey into) {
        survey = into;
        tables.mark();
        read(app, record);
        tables.rollback();
    }

    private boolean read(String app, ConsumerRecord<byte[], byte[]> record) {
        events = 0;
        rows = 0;
        pieces = 0;
        altered.clear();
        dead.clear();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        HeaderReader headers = KafkaHeaders.reader(record.headers());
        Optional<ChunkHeader> header = ChunkHeader.read(headers);
        ChunkOrigin origin =
                new ChunkOrigin(
                        header.map(ChunkHeader::receivedMicros).orElseGet(() -> appended(record)),
                        record.topic(),
                        record.partition(),
                        record.offset());
        String tag = header.map(ChunkHeader::tag).orElse("");
        if (header.isEmpty() && headers.text(ChunkHeader.FORMAT).isPresent()) {
            return whole(
                    value,
                    "the chunk's format is not one that this version reads: upgrade, then replay",
                    origin,
                    tag);
        }
        boolean complete = lines(app, value, origin, tag);
        if (dead.size() > maxDead) {
            // A line of two bytes becomes a letter of hundreds: a million times is too much.
            tables.rollback();
            return whole(
                    value,
                    "more than %d lines of the record are no events".formatted(maxDead),
                    origin,
                    tag);
        }
        return complete;
    }

    /** The time of the record, which its producer may have set to anything. */
    private static long appended(ConsumerRecord<byte[], byte[]> record) {
        long millis = Math.clamp(record.timestamp(), 0, InstantText.MAX_MICROS / 1000);
        return TimeUnit.MILLISECONDS.toMicros(millis);
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

    private boolean lines(String app, byte[] value, ChunkOrigin origin, String tag) {
        for (int start = 0; start < value.length && dead.size() <= maxDead; ) {
            int end = Lines.end(value, start, value.length);
            if (!isBlank(value, start, end)) {
                if (!event(app, value, start, end, origin, tag)) {
                    return false;
                }
                events++;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isBlank(byte[] value, int start, int end) {
        for (int i = start; i < end; i++) {
            if (value[i] != ' ' && value[i] != '\t' && value[i] != '\r') {
                return false;
            }
        }
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
