package io.sluice.standin.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class CsvLinesTest {
    private static List<List<String>> read(String text) throws IOException, BadValue {
        CsvLines lines = new CsvLines(new ByteArrayInputStream(text.getBytes(UTF_8)), '"', ',');
        List<List<String>> rows = new ArrayList<>();
        while (lines.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < lines.fields(); i++) {
                int start = lines.start(i);
                row.add(new String(lines.bytes(), start, lines.end(i) - start, UTF_8));
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void rowsEndWhereALineEndsOutsideQuotes() throws Exception {
        assertThat(read("a,\"b\nc\",\n\"\"\"\",x\r\n\"q\"\r\n,\nlast"))
                .containsExactly(
                        List.of("a", "b\nc", ""),
                        List.of("\"", "x"),
                        List.of("q"),
                        List.of("", ""),
                        List.of("last"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void whatIsWrittenInQuotesIsReadBack() {
        qt().forAll(
                        lists().of(
                                        lists().of(strings().allPossible().ofLengthBetween(0, 20))
                                                .ofSizeBetween(1, 5))
                                .ofSizeBetween(0, 5))
                .checkAssert(
                        rows -> {
                            StringBuilder text = new StringBuilder();
                            for (List<String> row : rows) {
                                text.append(
                                        String.join(
                                                ",",
                                                row.stream()
                                                        .map(it -> it.replace("\"", "\"\""))
                                                        .map(it -> '"' + it + '"')
                                                        .toList()));
                                text.append('\n');
                            }
                            List<List<String>> expected =
                                    rows.stream()
                                            .map(
                                                    row ->
                                                            row.stream()
                                                                    .map(CsvLinesTest::utf8)
                                                                    .toList())
                                            .toList();
                            try {
                                assertThat(read(text.toString())).isEqualTo(expected);
                            } catch (IOException | BadValue failed) {
                                throw new AssertionError(failed);
                            }
                        });
    }

    /** Lone surrogates do not outlive their way through UTF-8. */
    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    @Test
    void brokenQuotesAndRowsThatAreTooLargeAreRefused() {
        for (String text : List.of("\"a", "\"a\"b", "a," + "x".repeat(CsvLines.MAX_ROW) + "\n")) {
            assertThatThrownBy(() -> read(text)).isInstanceOf(BadValue.class);
        }
    }
}
