package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

class RowSearchTest {
    private static String row(int offset, String text) {
        return "\"id, %d\",\"2015-01-01T00:31:32Z\",\"2015-01-01T00:31:32Z\",1,\"tö\",0,%d,0,~N~,\"%s\"\n"
                .formatted(offset, offset, text);
    }

    /** Rows of one to three lines, many of them with the same text. */
    private static List<String> rows(Random random) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(row(i, List.of("a", "ä\nb", "\n\n\"\"x\"\",", "y").get(random.nextInt(4))));
        }
        return rows;
    }

    private static OptionalLong find(
            List<String> rows, long line, Optional<String> raw, boolean ofLines) {
        byte[] file = String.join("", rows).getBytes(UTF_8);
        try (CsvRecords records = new CsvRecords(new ByteArrayInputStream(file))) {
            return RowSearch.find(
                    records,
                    new RowRefusal("f", line, "c", "rule", raw, Optional.empty()),
                    ofLines);
        } catch (IOException inMemory) {
            throw new AssertionError(inMemory);
        }
    }

    private static long lastLine(List<String> rows, int row) {
        return String.join("", rows.subList(0, row)).chars().filter(c -> c == '\n').count();
    }

    @Test
    void findsARowByItsLine() {
        Random random = new Random(1);
        List<String> rows = rows(random);
        for (int row = 1; row <= rows.size(); row++) {
            assertThat(find(rows, lastLine(rows, row), Optional.empty(), true)).hasValue(row);
            assertThat(find(rows, lastLine(rows, row - 1) + 1, Optional.empty(), true))
                    .hasValue(row);
        }
        assertThat(find(rows, lastLine(rows, 50) + 1, Optional.empty(), true)).isEmpty();
    }

    /** As error tables show it: cut, and each byte or character that is not ASCII a period. */
    @Test
    void findsARowByWhatIsShownOfItWhateverIsCounted() {
        Random random = new Random(2);
        List<String> rows = rows(random);
        for (int row = 1; row <= rows.size(); row++) {
            String raw = rows.get(row - 1).strip();
            String shown = raw.substring(0, Math.min(raw.length(), 60 + random.nextInt(40)));
            for (String form :
                    List.of(
                            shown,
                            shown.replace('ö', '.').replace('ä', '.'),
                            shown.replace("ö", "..").replace("ä", ".."))) {
                for (long line :
                        List.of((long) row, lastLine(rows, row), lastLine(rows, row - 1) + 1, 0L)) {
                    assertThat(find(rows, line, Optional.of(form), false)).hasValue(row);
                }
            }
        }
    }

    @Test
    void findsNothingWhereThereIsADoubt() {
        List<String> rows = List.of(row(1, "\n"), row(2, "x"), row(3, "x"));
        assertThat(find(rows, 2, Optional.empty(), false))
                .as("row 2, or line 2 of row 1")
                .isEmpty();
        assertThat(find(rows, 1, Optional.empty(), false)).hasValue(1);
        assertThat(find(rows, 2, Optional.of(row(9, "x")), false)).as("no such row").isEmpty();
        List<String> twice = List.of(row(1, "x"), row(1, "x"));
        assertThat(find(twice, 7, Optional.of(row(1, "x")), false)).isEmpty();
        assertThat(find(twice, 2, Optional.of(row(1, "x")), false)).hasValue(2);
    }

    @Test
    void leavesOutJustTheRowsThatItIsTold() throws IOException {
        List<String> rows = rows(new Random(3));
        byte[] file = String.join("", rows).getBytes(UTF_8);
        List<String> kept = new ArrayList<>(rows);
        kept.remove(49);
        kept.remove(20);
        kept.remove(0);
        try (WithoutRows lines =
                new WithoutRows(new ByteArrayInputStream(file), Set.of(1L, 21L, 50L))) {
            assertThat(new String(lines.readAllBytes(), UTF_8)).isEqualTo(String.join("", kept));
        }
        LeftOut left = LeftOut.NONE.plus(refused(1)).plus(refused(21));
        assertThat(left.original("f", 1)).isEqualTo(2);
        assertThat(left.original("f", 19)).isEqualTo(20);
        assertThat(left.original("f", 20)).isEqualTo(22);
        assertThat(left.original("other", 20)).isEqualTo(20);
    }

    private static RefusedRow refused(long row) {
        return new RefusedRow("f", row, 1, "", "", "", Optional.empty());
    }

    @Test
    void aRowThatDoesNotEndIsNone() {
        for (String file : List.of("1,2", "a\n\"b\n", "\"" + "x\n".repeat(9_000_000))) {
            assertThatThrownBy(() -> find(List.of(file), 100_000_000, Optional.empty(), true))
                    .hasMessageContaining("does not end");
        }
    }
}
