package io.sluice.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Origin;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.Padding;
import io.sluice.rows.RowReader;
import io.sluice.storage.MissingObjectException;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Finds the rows that a warehouse refuses in their batch files. Blocks; thread-safe. */
record RefusedRows(UnitFiles files, WarehouseSettings settings) {
    private static final int TOPIC = 4;
    private static final int POSITION = 7;

    /** In characters: what the table that notes rows holds in any encoding. */
    private static final int MOST_SHOWN = 200;

    /**
     * What is left out once this row is too.
     *
     * @param statement the copy that failed
     * @param refusal what the warehouse said, by the file of the unit
     * @param ofLines whether its numbers are known to count lines
     * @throws WarehouseException if the row is not found for sure, or if there are too many
     */
    LeftOut add(LeftOut left, Statement.CopyUnit statement, RowRefusal refusal, boolean ofLines)
            throws IOException {
        LoadUnit unit = statement.unit();
        if (left.rows().size() >= settings.maxRefusedRows()
                || left.bytes() > settings.maxRefusedBytes()) {
            throw refused(
                    refusal,
                    "%d rows, as many as may be taken out, were refused already"
                            .formatted(left.rows().size()));
        }
        OptionalLong seen;
        try (CsvRecords rows = new CsvRecords(sent(statement, refusal.file(), left))) {
            seen = RowSearch.find(rows, refusal, ofLines);
        }
        if (seen.isEmpty()) {
            throw refused(refusal, "which row of its file that is cannot be told for sure");
        }
        long number = left.original(refusal.file(), seen.getAsLong());
        byte[] row = read(unit.bucket(), refusal.file(), Set.of(number)).get(number);
        if (row == null) {
            throw refused(refusal, "its file has no row " + number);
        }
        String shown = new String(row, 0, Math.min(row.length, 4 * MOST_SHOWN), UTF_8);
        return left.plus(
                new RefusedRow(
                        refusal.file(),
                        number,
                        row.length,
                        refusal.column(),
                        cut(refusal.rawValue().orElse(shown)),
                        cut(refusal.rule()),
                        origin(row)));
    }

    private static WarehouseException refused(RowRefusal refusal, String why) {
        return new WarehouseException(
                Failure.ROW_REFUSED, "COPY refused a row: %s; %s".formatted(refusal.words(), why));
    }

    /** The lines of a file as the copy has sent them. */
    private InputStream sent(Statement.CopyUnit statement, String file, LeftOut left)
            throws IOException {
        InputStream lines = files.open(statement.unit().bucket(), file, left.of(file));
        return statement.rewritten()
                ? new PaddedLines(lines, Padding.between(statement.written(), statement.target()))
                : lines;
    }

    /** These rows of a file, their lines' ends left off. */
    private Map<Long, byte[]> read(String bucket, String file, Set<Long> numbers)
            throws IOException {
        Map<Long, byte[]> found = new HashMap<>();
        try (CsvRecords rows = new CsvRecords(files.open(bucket, file))) {
            while (found.size() < numbers.size() && rows.next()) {
                if (numbers.contains(rows.number())) {
                    byte[] row = rows.bytes();
                    found.put(rows.number(), Arrays.copyOf(row, row.length - 1));
                }
            }
        }
        return found;
    }

    /** The rows with their bytes, in their order; of files that are gone without. */
    List<RefusedRow.WithLine> lines(String bucket, List<RefusedRow> rows) throws IOException {
        LeftOut all = new LeftOut(rows);
        Map<String, Map<Long, byte[]>> read = new HashMap<>();
        List<RefusedRow.WithLine> lines = new ArrayList<>();
        for (RefusedRow row : rows) {
            Map<Long, byte[]> ofFile = read.get(row.file());
            if (ofFile == null) {
                ofFile = readIfThere(bucket, row.file(), all.of(row.file()));
                read.put(row.file(), ofFile);
            }
            byte[] line = ofFile.get(row.row());
            lines.add(new RefusedRow.WithLine(row, line == null ? new byte[0] : line));
        }
        return lines;
    }

    private Map<Long, byte[]> readIfThere(String bucket, String file, Set<Long> numbers)
            throws IOException {
        try {
            return read(bucket, file, numbers);
        } catch (MissingObjectException gone) {
            return Map.of();
        }
    }

    private static String cut(String text) {
        String plain = text.replace('\0', '\ufffd');
        return plain.length() <= MOST_SHOWN
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, count(plain)));
    }

    private static int count(String text) {
        return Math.min(text.codePointCount(0, text.length()), MOST_SHOWN);
    }

    private static Optional<Origin> origin(byte[] row) {
        try {
            byte[] line = Arrays.copyOf(row, row.length + 1);
            line[row.length] = '\n';
            RowReader reader = new RowReader(line);
            if (!reader.next() || reader.fields() <= POSITION) {
                return Optional.empty();
            }
            String topic = text(reader, TOPIC);
            return topic.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Origin(
                                    topic,
                                    Integer.parseInt(text(reader, TOPIC + 1)),
                                    Long.parseLong(text(reader, TOPIC + 2)),
                                    Integer.parseInt(text(reader, POSITION))));
        } catch (IllegalArgumentException isNoRow) {
            return Optional.empty();
        }
    }

    private static String text(RowReader reader, int field) {
        return new String(reader.value(field), UTF_8);
    }
}
