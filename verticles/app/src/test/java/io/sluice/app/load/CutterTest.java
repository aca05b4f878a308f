package io.sluice.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class CutterTest {
    private static final String READING = "demo";

    @Test
    void cutsWholeLinesAndIgnoresBlankOnes() throws IOException {
        List<Piece> pieces = cut("{\"a\":1}\n\n  \t\r\n{\"a\":2}\r\n{\"a\":3}", new KnownRanges());
        assertThat(lines(pieces)).containsExactly("{\"a\":1}", "{\"a\":2}\r", "{\"a\":3}");
        assertThat(pieces).hasSize(1);
        assertThat(pieces.getFirst().events()).isEqualTo(3);
    }

    @Test
    void rangesAreBoundedAndALongLineGoesAlone() throws IOException {
        String longLine = "x".repeat(3 * Cutter.RANGE_BYTES);
        String content = numbers(20_000) + longLine + "\n" + numbers(20_000);
        List<Piece> pieces = cut(content, new KnownRanges());
        assertThat(lines(pieces)).hasSize(40_001);
        assertThat(pieces)
                .filteredOn(it -> it.tag().end() - it.tag().start() > Cutter.RANGE_BYTES)
                .singleElement()
                .satisfies(it -> assertThat(it.events()).isEqualTo(1));
        long at = 0;
        for (Piece piece : pieces) {
            assertThat(piece.tag().start()).isEqualTo(at);
            at = piece.tag().end();
        }
        assertThat(at).isEqualTo(content.length());
    }

    @Test
    void tinyLinesAreBoundedToo() throws IOException {
        assertThat(cut("1\n".repeat(120_000), new KnownRanges()))
                .extracting(Piece::events)
                .containsExactly(50_000, 50_000, 20_000);
    }

    @Test
    void theSameContentGivesTheSameTagsHoweverItArrives() throws IOException {
        String content = numbers(100_000);
        List<RangeTag> whole = tags(cut(content, new KnownRanges()));
        InputStream dripping =
                new ByteArrayInputStream(bytes(content)) {
                    private final Random random = new Random(7);

                    @Override
                    public synchronized int read(byte[] into, int from, int length) {
                        return super.read(into, from, Math.min(length, 1 + random.nextInt(5_000)));
                    }
                };
        assertThat(tags(cut(dripping, new KnownRanges()))).isEqualTo(whole);
        assertThat(tags(all(new Cutter(stream(content), "other", map(), new KnownRanges()))))
                .doesNotContainAnyElementsOf(whole);
    }

    @Test
    void whatIsKnownIsNotSentAgain() throws IOException {
        String content = numbers(100_000);
        List<Piece> first = cut(content, new KnownRanges());
        KnownRanges known = new KnownRanges();
        for (int i = 0; i < first.size(); i += 2) {
            known.add(first.get(i).tag());
        }
        List<Piece> second = cut(content, known);
        assertThat(tags(second)).isEqualTo(tags(first));
        assertThat(second.stream().filter(Piece.Request.class::isInstance))
                .hasSize(first.size() / 2);
    }

    @Test
    void aFileThatGrewGoesOnWhereItEnded() throws IOException {
        KnownRanges known = new KnownRanges();
        String content = "";
        List<String> sent = new ArrayList<>();
        for (int run = 0; run < 5; run++) {
            content += numbers(run * 7_000 + 1);
            List<Piece> pieces = cut(content, known);
            sent.addAll(lines(pieces));
            pieces.forEach(it -> known.add(it.tag()));
        }
        assertThat(String.join("\n", sent) + "\n").isEqualTo(content);
    }

    @Test
    void aFileWithoutALastLineBreakCanGrow() throws IOException {
        KnownRanges known = new KnownRanges();
        cut("{\"a\":1}\n{\"a\":2}", known).forEach(it -> known.add(it.tag()));
        assertThat(lines(cut("{\"a\":1}\n{\"a\":2}\n{\"a\":3}", known)))
                .containsExactly("{\"a\":3}");
    }

    @Test
    void anotherFileThatOnlyBeginsAlikeIsSent() throws IOException {
        KnownRanges known = new KnownRanges();
        cut("{\"a\":1}\n{\"a\":2}\n", known).forEach(it -> known.add(it.tag()));
        assertThat(lines(cut("{\"a\":1}\n{\"b\":2}\n", known))).hasSize(2);
    }

    @Test
    void elementsOfAnArrayBecomeLines() throws IOException {
        assertThat(lines(cut(" [ {\"a\": [1,\n 2]}, 7,\"x,]\\\"\" ,{}\n]\n", new KnownRanges())))
                .containsExactly("{\"a\": [1,  2]}", "7", "\"x,]\\\"\"", "{}");
        assertThat(cut("[]", new KnownRanges())).isEmpty();
        assertThat(cut("", new KnownRanges())).isEmpty();
        assertThat(cut("\n \n", new KnownRanges())).isEmpty();
    }

    @Test
    void anArrayMayGrowToo() throws IOException {
        KnownRanges known = new KnownRanges();
        cut("[{\"a\":1},\n{\"a\":2}\n]", known).forEach(it -> known.add(it.tag()));
        assertThat(lines(cut("[{\"a\":1},\n{\"a\":2},\n{\"a\":3}]", known)))
                .containsExactly("{\"a\":3}");
    }

    @Test
    void whereAnArrayBreaksTheRestIsOneEventByteForByte() throws IOException {
        List<Piece> pieces = cut("[{\"a\":1}, {\"b\"\n:2]}, {\"c\":3}]", new KnownRanges());
        assertThat(pieces).hasSize(3);
        assertThat(body(pieces.get(0))).isEqualTo("{\"a\":1}\n");
        assertThat(body(pieces.get(1))).isEqualTo("{\"b\"\n:2]");
        assertThat(body(pieces.get(2))).isEqualTo("}, {\"c\":3}]\n");
        assertThat(((Piece.Request) pieces.get(1)).document()).isTrue();
        assertThat(lines(cut("[{\"a\":1},{\"b\":", new KnownRanges())))
                .containsExactly("{\"a\":1}", "{\"b\":");
    }

    @Test
    void prettyPrintedObjectsAreOneEventEach() throws IOException {
        assertThat(lines(cut("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", new KnownRanges())))
                .containsExactly("{   \"a\": 1 }", "{   \"a\": 2 }");
    }

    @Test
    void aBrokenFirstLineDoesNotSwallowTheNext() throws IOException {
        assertThat(lines(cut("{\"a\":{\"b\":1}\n{\"a\":2}\n", new KnownRanges())))
                .containsExactly("{\"a\":{\"b\":1}", "{\"a\":2}");
    }

    @Test
    void anEventBeyondAllLimitsEndsTheFile() {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        java.util.Arrays.fill(into, from, from + length, (byte) 'x');
                        return length;
                    }
                };
        assertThatThrownBy(() -> cut(endless, new KnownRanges()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("64 MiB");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"n\":" + i + "}\n")
                .collect(Collectors.joining());
    }

    private static List<Piece> cut(String content, KnownRanges known) throws IOException {
        return cut(stream(content), known);
    }

    private static List<Piece> cut(InputStream content, KnownRanges known) throws IOException {
        return all(new Cutter(content, READING, map(), known));
    }

    private static EnvelopeMap map() {
        return EnvelopeMap.identity();
    }

    private static List<Piece> all(Cutter cutter) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (Optional<Piece> it = cutter.next(); it.isPresent(); it = cutter.next()) {
            pieces.add(it.get());
        }
        return pieces;
    }

    private static List<RangeTag> tags(List<Piece> pieces) {
        return pieces.stream().map(Piece::tag).toList();
    }

    private static String body(Piece piece) {
        return new String(((Piece.Request) piece).body(), StandardCharsets.UTF_8);
    }

    private static List<String> lines(List<Piece> pieces) {
        return pieces.stream()
                .filter(Piece.Request.class::isInstance)
                .flatMap(it -> List.of(body(it).split("\n")).stream())
                // The door ignores blank lines too.
                .filter(it -> !it.isBlank())
                .toList();
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(bytes(content));
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
