package io.sluice.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.archive.OffsetRanges.Range;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.UUID;

class OffsetRangesTest {
    private static final int END = 64;

    @Test
    void saysOfEachOffsetWhatASetOfThemSays() {
        qt().forAll(lists().of(integers().between(0, END * END - 1)).ofSizeBetween(0, 12))
                .checkAssert(
                        codes -> {
                            OffsetRanges ranges = new OffsetRanges();
                            BitSet set = new BitSet();
                            for (int code : codes) {
                                int from = Math.min(code / END, code % END);
                                int to = Math.max(code / END, code % END);
                                ranges.add(1, new Range(from, to));
                                set.set(from, to);
                            }
                            check(ranges, set);
                        });
    }

    private static void check(OffsetRanges ranges, BitSet set) {
        BitSet within = new BitSet();
        Range all = new Range(0, END);
        ranges.within(1, all).forEach(it -> within.set((int) it.from(), (int) it.to()));
        assertThat(within).isEqualTo(set);
        BitSet missing = new BitSet();
        ranges.missing(1, all).forEach(it -> missing.set((int) it.from(), (int) it.to()));
        missing.xor(set);
        assertThat(missing.cardinality()).isEqualTo(END);
        for (int from = 0; from < END; from += 5) {
            assertThat(ranges.contains(1, from)).isEqualTo(set.get(from));
            assertThat(ranges.contains(2, from)).isFalse();
            for (int to = from; to <= END; to += 3) {
                assertThat(ranges.contains(1, new Range(from, to)))
                        .isEqualTo(set.nextClearBit(from) >= to);
            }
        }
    }

    @Test
    void unitsComeBackFromTheirJsonAndBrokenOnesAreRefused() {
        ArchiveUnit unit =
                new ArchiveUnit(
                        UUID.randomUUID(),
                        "demo",
                        "cluster",
                        "bucket",
                        "demo/archive/x.manifest.json",
                        List.of(new ArchiveUnit.File("demo/archive/x-0.csv.zst", 77, 3, 9)),
                        List.of(
                                new ArchiveUnit.Part(0, new Range(5, 7), 2, 8),
                                new ArchiveUnit.Part(3, new Range(0, 2), 1, 1)),
                        123);
        String json = new String(ArchiveUnitCodec.write(unit), UTF_8);
        assertThat(ArchiveUnitCodec.read(json.getBytes(UTF_8))).isEqualTo(unit);
        for (String broken :
                List.of(
                        "",
                        "{}",
                        json + "x",
                        json.replace("\"from\":5", "\"from\":9"),
                        json.replace("\"records\":2", "\"records\":1"),
                        json.replace("\"format\":1", "\"format\":2"),
                        json.replace("\"cut\"", "\"cat\""))) {
            assertThatThrownBy(() -> ArchiveUnitCodec.read(broken.getBytes(UTF_8)))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
