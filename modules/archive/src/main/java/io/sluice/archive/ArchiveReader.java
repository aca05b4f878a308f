package io.sluice.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.ChunkHeader;
import io.sluice.events.EventRecord;
import io.sluice.events.InstantText;
import io.sluice.rows.RowReader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Reads the lines of {@link ArchiveText} back, as records. One thread; the caller closes. */
public final class ArchiveReader {
    private static final int SLICE = 256 * 1024;

    private final InputStream in;
    private final InstantText instant = new InstantText();
    private byte[] slice = new byte[SLICE];
    private int from;
    private int filled;
    private Optional<Line> ahead = Optional.empty();

    /** A reader of these lines, decompressed. */
    public ArchiveReader(InputStream in) {
        this.in = in;
    }

    private record Line(String topic, int partition, long offset, Facts facts, byte[] event) {
        boolean isOf(Line other) {
            return offset == other.offset
                    && partition == other.partition
                    && topic.equals(other.topic);
        }
    }

    private record Facts(Optional<ChunkHeader> header, Optional<String> format, long received) {}

    /**
     * The next record; empty at the end.
     *
     * @throws IOException if the lines are not of the form
     */
    public Optional<RawRecord> next() throws IOException {
        Optional<Line> first = ahead.isPresent() ? ahead : line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Line begun = first.get();
        ByteArrayOutputStream value = new ByteArrayOutputStream(begun.event().length + 1);
        value.writeBytes(begun.event());
        ahead = line();
        while (ahead.isPresent() && ahead.get().isOf(begun)) {
            value.write('\n');
            value.writeBytes(ahead.get().event());
            ahead = line();
        }
        Facts facts = begun.facts();
        return Optional.of(
                new RawRecord(
                        begun.topic(),
                        begun.partition(),
                        begun.offset(),
                        new EventRecord(
                                facts.header(),
                                facts.format(),
                                facts.received(),
                                value.toByteArray())));
    }

    private Optional<Line> line() throws IOException {
        int scanned = from;
        while (true) {
            for (; scanned < filled; scanned++) {
                if (slice[scanned] == '\n') {
                    int start = from;
                    from = scanned + 1;
                    return Optional.of(parse(start, from));
                }
            }
            scanned -= from;
            if (!fill()) {
                if (filled > 0) {
                    throw new IOException("an archived file does not end with a whole line");
                }
                return Optional.empty();
            }
        }
    }

    /** Reads more; what was taken goes out of the slice. */
    private boolean fill() throws IOException {
        System.arraycopy(slice, from, slice, 0, filled - from);
        filled -= from;
        from = 0;
        if (filled == slice.length) {
            slice = Arrays.copyOf(slice, slice.length * 2);
        }
        int read = in.read(slice, filled, slice.length - filled);
        filled += Math.max(0, read);
        return read >= 0;
    }

    private Line parse(int start, int end) throws IOException {
        RowReader line = new RowReader(slice, start, end);
        try {
            if (!line.next() || line.fields() != ArchiveText.COLUMNS.size()) {
                throw new IOException("a line with %d fields".formatted(line.fields()));
            }
            return new Line(
                    text(line, 0),
                    (int) number(line, 1),
                    number(line, 2),
                    facts(line),
                    event(line));
        } catch (IllegalArgumentException wrong) {
            throw new IOException("a line that is not of the archive's form", wrong);
        }
    }

    private Facts facts(RowReader line) {
        byte[] received = line.value(4);
        if (instant.read(received, 0, received.length) != InstantText.Reading.EXACT) {
            throw new IllegalArgumentException("no instant: " + text(line, 4));
        }
        Optional<ChunkHeader> header =
                line.isNull(8)
                        ? Optional.empty()
                        : Optional.of(
                                new ChunkHeader(
                                        (int) number(line, 6),
                                        (int) number(line, 7),
                                        instant.micros(),
                                        text(line, 8),
                                        text(line, 9)));
        Optional<String> format = line.isNull(5) ? Optional.empty() : Optional.of(text(line, 5));
        return new Facts(header, format, instant.micros());
    }

    private static byte[] event(RowReader line) {
        if (!line.isNull(10)) {
            return line.value(10);
        }
        return line.isNull(11) ? new byte[0] : Base64.getDecoder().decode(line.value(11));
    }

    private static String text(RowReader line, int field) {
        return new String(line.value(field), UTF_8);
    }

    private static long number(RowReader line, int field) {
        return Long.parseLong(text(line, field));
    }
}
