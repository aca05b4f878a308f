package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a load unit that says the same when written again, or are refused as told. */
class LoadUnitFuzzTest {
    @FuzzTest
    void isAUnitOrRefused(byte[] json) {
        LoadUnit unit;
        try {
            unit = LoadUnitCodec.read(json);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(LoadUnitCodec.read(LoadUnitCodec.write(unit))).isEqualTo(unit);
        assertThat(unit.files().stream().mapToLong(LoadUnit.DataFile::rows).sum())
                .isEqualTo(unit.rows());
        assertThat(unit.files()).allMatch(file -> file.bytes() >= 0 && file.rows() > 0);
        assertThat(unit.withId()).isBetween(0L, unit.rows());
    }
}
