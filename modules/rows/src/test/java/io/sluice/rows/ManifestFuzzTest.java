package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a manifest that says the same when written again, or are refused as told. */
class ManifestFuzzTest {
    @FuzzTest
    void isAManifestOrRefused(byte[] json) {
        Manifest manifest;
        try {
            manifest = Manifest.parse(json);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(Manifest.parse(manifest.toJson())).isEqualTo(manifest);
        assertThat(manifest.entries()).allMatch(entry -> entry.contentLength() >= 0);
    }
}
