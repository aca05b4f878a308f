package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.rows.LoadUnit.DataFile;
import io.sluice.schema.TableUid;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

class LoadUnitCodecTest {
    private static final LoadUnit UNIT =
            new LoadUnit(
                    UUID.fromString("0a7c1f6e-52f5-4c0f-8f1b-6a1a7d6a9f10"),
                    "game-one",
                    TableUid.parse("5d8f0a43-8a0e-4b7a-9d1e-1f2b3c4d5e6f"),
                    3,
                    0xfedcba9876543210L,
                    1200,
                    7,
                    "batches",
                    "game-one/x.manifest.json",
                    List.of(
                            new DataFile("game-one/x-0.csv.zst", 4711, 1000),
                            new DataFile("y", 1, 200)),
                    1_420_072_292_000_001L);

    @Test
    void readsBackWhatItWrote() {
        assertThat(LoadUnitCodec.read(LoadUnitCodec.write(UNIT))).isEqualTo(UNIT);
    }

    @Test
    void readsUnitsOfTablesWithoutColumnsOfTheirOwn() {
        String first =
                new String(LoadUnitCodec.write(UNIT), StandardCharsets.UTF_8)
                        .replace("\"version\":3", "\"version\":0");
        assertThat(LoadUnitCodec.read(first.getBytes(StandardCharsets.UTF_8)).version()).isZero();
    }

    @Test
    void refusesWhatItDoesNotKnowOrMisses() {
        String json = new String(LoadUnitCodec.write(UNIT), StandardCharsets.UTF_8);
        for (String broken :
                List.of(
                        json.replace("\"format\":1", "\"format\":2"),
                        json.replace("\"rows\":1200", "\"rows\":\"1200\""),
                        json.replace("\"rows\":1200", "\"rows\":1.5"),
                        json.replace("\"app\"", "\"apps\""),
                        json.replace("\"bytes\":4711", "\"bytes\":4711,\"more\":1"),
                        json.replace("{\"format\"", "{\"more\":1,\"format\""),
                        json + "{}",
                        "[]",
                        "",
                        json.substring(9))) {
            assertThatIllegalArgumentException()
                    .as(broken)
                    .isThrownBy(() -> LoadUnitCodec.read(broken.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void manifestIsExactlyWhatRedshiftKnows() {
        Manifest manifest = Manifest.of(UNIT.bucket(), UNIT.files().subList(0, 1));
        assertThat(manifest.toJson())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        "{\"entries\":[{\"url\":\"s3://batches/game-one/x-0.csv.zst\","
                                + "\"mandatory\":true,\"meta\":{\"content_length\":4711}}]}");
        assertThat(Manifest.parse(manifest.toJson())).isEqualTo(manifest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Manifest.parse("{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Acted on, each of them would hold up a table or the books for ever. */
    @Test
    void refusesUnitsThatCannotBe() {
        String json = new String(LoadUnitCodec.write(UNIT), StandardCharsets.UTF_8);
        for (String broken :
                List.of(
                        json.replace("\"rows\":1200", "\"rows\":1201"),
                        json.replace("\"rows\":1000", "\"rows\":-1000"),
                        json.replace("\"bytes\":4711", "\"bytes\":-1"),
                        json.replace("\"bytes\":4711", "\"bytes\":1e30"),
                        json.replace("\"bytes\":4711", "\"bytes\":99999999999999999999"),
                        json.replace("\"version\":3", "\"version\":-1"),
                        json.replace("\"with_id\":7", "\"with_id\":1201"),
                        json.replace("1420072292000001", "9223372036854775807"),
                        json.replace("batches", "\\ud800"),
                        json.replace("batches", "\\u0000"))) {
            assertThat(broken).isNotEqualTo(json);
            assertThatIllegalArgumentException()
                    .as(broken)
                    .isThrownBy(() -> LoadUnitCodec.read(broken.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
