package io.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.ChunkHeader;
import io.sluice.events.EventRecord;
import io.sluice.events.HeaderReader;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ArchiveTextTest {
    private static final String TOPIC = "sluice.demo.events";
    private static final byte[][] PIECES = {
        "{\"a\":\"x\"}".getBytes(UTF_8),
        "~N~".getBytes(UTF_8),
        "\"".getBytes(UTF_8),
        "ü😀".getBytes(UTF_8),
        {(byte) 0xC3},
        {0},
        "\n".getBytes(UTF_8),
        "\r\n".getBytes(UTF_8),
        "\n \n".getBytes(UTF_8),
        ",".getBytes(UTF_8)
    };

    private static Map<String, String> ours(long received) {
        return new ChunkHeader(7, 3, received, "door-1", "a\"tag").toHeaders();
    }

    private static EventRecord record(Map<String, String> headers, byte[] value) {
        HeaderReader reader =
                new HeaderReader(
                        name ->
                                Optional.ofNullable(headers.get(name))
                                        .map(it -> it.getBytes(UTF_8))
                                        .orElse(null));
        return EventRecord.read(reader, value, 1_420_072_292_123L);
    }

    /** All events of a record, with their positions. */
    private static List<String> events(EventRecord record) {
        List<String> events = new ArrayList<>();
        record.lines(
                (bytes, start, end, position) ->
                        events.add(
                                position + Arrays.toString(Arrays.copyOfRange(bytes, start, end))));
        return events;
    }

    private static List<RawRecord> read(byte[] lines) throws IOException {
        ArchiveReader reader = new ArchiveReader(new ByteArrayInputStream(lines));
        List<RawRecord> records = new ArrayList<>();
        for (Optional<RawRecord> it = reader.next(); it.isPresent(); it = reader.next()) {
            records.add(it.get());
        }
        return records;
    }

    @Test
    void everyRecordComesBackWithItsEventsTheirPositionsAndItsHeaders() {
        qt().withExamples(3_000)
                .forAll(
                        lists().of(integers().between(0, PIECES.length - 1)).ofSizeBetween(0, 12),
                        integers().between(0, 3),
                        longs().between(0, 4_000_000_000_000_000L))
                .checkAssert(
                        (pieces, kind, received) -> {
                            ByteArrayOutputStream value = new ByteArrayOutputStream();
                            pieces.forEach(it -> value.writeBytes(PIECES[it]));
                            Map<String, String> headers =
                                    switch (kind) {
                                        case 0 -> Map.of();
                                        case 1 -> Map.of(ChunkHeader.FORMAT, "9");
                                        case 2 -> Map.of(ChunkHeader.FORMAT, "1", "count", "x");
                                        default -> ours(received);
                                    };
                            check(record(headers, value.toByteArray()));
                        });
    }

    private static void check(EventRecord record) {
        ArchiveText text = new ArchiveText();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes(text.lines(new RawRecord(TOPIC, 3, 41, record)));
        assertThat(text.events()).isEqualTo(record.count());
        lines.writeBytes(text.lines(new RawRecord(TOPIC, 3, 42, record)));
        try {
            List<RawRecord> read = read(lines.toByteArray());
            assertThat(read).extracting(RawRecord::offset).containsExactly(41L, 42L);
            for (RawRecord raw : read) {
                assertThat(raw.topic()).isEqualTo(TOPIC);
                assertThat(raw.partition()).isEqualTo(3);
                EventRecord again = raw.record();
                assertThat(again.header()).isEqualTo(record.header());
                assertThat(again.format()).isEqualTo(record.format());
                assertThat(again.receivedMicros()).isEqualTo(record.receivedMicros());
                assertThat(again.count()).isEqualTo(record.count());
                if (record.isUnreadable()) {
                    assertThat(again.value()).isEqualTo(record.value());
                } else {
                    assertThat(events(again)).isEqualTo(events(record));
                }
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void linesLongerThanAnyBufferAreRead() throws IOException {
        byte[] value = ("{\"a\":\"" + "\\\"x".repeat(400_000) + "\"}").getBytes(UTF_8);
        byte[] lines = new ArchiveText().lines(new RawRecord(TOPIC, 0, 0, record(ours(5), value)));
        assertThat(read(lines).getFirst().record().value()).isEqualTo(value);
    }

    @Test
    void whatIsCutOffOrForeignIsAnErrorAndNoRecord() {
        byte[] lines =
                new ArchiveText()
                        .lines(new RawRecord(TOPIC, 0, 0, record(ours(5), "{}".getBytes(UTF_8))));
        assertThatThrownBy(() -> read(Arrays.copyOf(lines, lines.length - 1)))
                .hasMessageContaining("whole line");
        assertThatThrownBy(() -> read("a,b\n".getBytes(UTF_8))).hasMessageContaining("2 fields");
        assertThatThrownBy(
                        () ->
                                read(
                                        new String(lines, UTF_8)
                                                .replace("1970-01-01", "soon")
                                                .getBytes(UTF_8)))
                .hasMessageContaining("not of the archive's form");
    }
}
