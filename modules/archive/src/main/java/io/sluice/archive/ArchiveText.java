package io.sluice.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.ChunkHeader;
import io.sluice.events.EventRecord;
import io.sluice.events.InstantText;
import io.sluice.events.Utf8;
import io.sluice.rows.CsvFormat;
import io.sluice.rows.RowBuffer;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The text that archived records are written in: the CSV of {@link CsvFormat}, a line for each
 * event, with its bytes just as they were sent and where they came from. A record without events
 * has one line too, for its headers. No field holds a newline.
 *
 * <p>One thread.
 */
public final class ArchiveText {
    /** The fields of a line, in this order; {@code event} or {@code bytes} has the event. */
    public static final List<String> COLUMNS =
            List.of(
                    "topic",
                    "partition",
                    "offset",
                    "position",
                    "received_at",
                    "format",
                    "count",
                    "refused",
                    "door",
                    "tag",
                    "event",
                    "bytes");

    private final RowBuffer line = new RowBuffer(64 * 1024);
    private final byte[] instant = new byte[32];
    private int events;

    /** Events in the lines that {@link #lines} has given last. */
    public int events() {
        return events;
    }

    /** The lines of a record. */
    public byte[] lines(RawRecord raw) {
        line.truncate(0);
        events = 0;
        EventRecord record = raw.record();
        byte[] place = place(raw);
        byte[] facts = facts(record);
        if (record.isUnreadable()) {
            event(place, facts, record.value(), 0, record.value().length, 0);
        } else {
            record.lines(
                    (bytes, start, end, position) -> {
                        event(place, facts, bytes, start, end, position);
                        return true;
                    });
        }
        if (events == 0) {
            put(place);
            line.putNull();
            put(facts);
            line.putNull();
            line.put(',');
            line.putNull();
            line.put('\n');
        }
        byte[] lines = line.toByteArray();
        // One large record shall not keep its memory for ever.
        line.shrink(4 * 1024 * 1024);
        return lines;
    }

    private void event(byte[] place, byte[] facts, byte[] bytes, int start, int end, int position) {
        put(place);
        line.putLong(position);
        put(facts);
        if (isPlain(bytes, start, end)) {
            line.putQuoted(bytes, start, end);
            line.put(',');
            line.putNull();
        } else {
            byte[] packed = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, start, end));
            line.putNull();
            line.put(',');
            line.putQuotedPlain(packed, 0, packed.length);
        }
        line.put('\n');
        events++;
    }

    /** Whether any reader of CSV gives these bytes back as a text. */
    private static boolean isPlain(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == 0 || bytes[i] == '\n' || bytes[i] == '\r') {
                return false;
            }
        }
        return Utf8.isText(bytes, start, end);
    }

    private static byte[] place(RawRecord raw) {
        return ('"' + raw.topic() + "\"," + raw.partition() + ',' + raw.offset() + ',')
                .getBytes(UTF_8);
    }

    private byte[] facts(EventRecord record) {
        RowBuffer out = new RowBuffer(128);
        out.put(',');
        out.putQuotedPlain(instant, 0, InstantText.write(record.receivedMicros(), instant, 0));
        text(out, record.format());
        number(out, record.header().map(ChunkHeader::count));
        number(out, record.header().map(ChunkHeader::refused));
        text(out, record.header().map(ChunkHeader::door));
        text(out, record.header().map(ChunkHeader::tag));
        out.put(',');
        return out.toByteArray();
    }

    private static void text(RowBuffer out, Optional<String> text) {
        out.put(',');
        if (text.isEmpty()) {
            out.putNull();
        } else {
            // Only a foreign producer writes such headers.
            byte[] plain = text.get().replaceAll("\\p{Cntrl}", "?").getBytes(UTF_8);
            out.putQuoted(plain, 0, plain.length);
        }
    }

    private static void number(RowBuffer out, Optional<Integer> number) {
        out.put(',');
        number.ifPresentOrElse(out::putLong, out::putNull);
    }

    private void put(byte[] bytes) {
        line.put(bytes, 0, bytes.length);
    }
}
