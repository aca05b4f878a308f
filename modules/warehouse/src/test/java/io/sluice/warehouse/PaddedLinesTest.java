package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.rows.Padding;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;

class PaddedLinesTest {
    private final TableUid uid = Schemas.uid();
    private final TableSchema v1 = Schemas.schema(uid, 1, Schemas.TEXT);
    private final TableSchema v2 =
            Schemas.schema(uid, 2, Schemas.TEXT.join(Schemas.JSON), Schemas.BIGINT);
    private final Padding padding = Padding.between(v1, v2);

    @Test
    void padsLinesThatCrossSlices() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            lines.append("~N~,1,2,3,4,5,6,7,~N~,\"x\"\"\n,").append(i).append("\"\n");
        }
        byte[] all = lines.toString().getBytes(UTF_8);
        byte[] padded = new PaddedLines(new ByteArrayInputStream(all), padding).readAllBytes();
        assertThat(padded).isEqualTo(padding.apply(all));
    }

    @Test
    void growsForALineLongerThanASlice() throws IOException {
        String line = "~N~,1,2,3,4,5,6,7,~N~,\"" + "x".repeat(3_000_000) + "\"\n";
        byte[] all = line.getBytes(UTF_8);
        byte[] padded = new PaddedLines(new ByteArrayInputStream(all), padding).readAllBytes();
        assertThat(padded).isEqualTo(padding.apply(all));
    }

    @Test
    void failsForALineThatDoesNotEnd() {
        byte[] all = "~N~,1,2".getBytes(UTF_8);
        assertThatThrownBy(
                        () ->
                                new PaddedLines(new ByteArrayInputStream(all), padding)
                                        .readAllBytes())
                .isInstanceOf(IOException.class);
    }
}
