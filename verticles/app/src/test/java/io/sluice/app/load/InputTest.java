package io.sluice.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

class InputTest {
    private static final byte[] CONTENT =
            "{\"a\":1}\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;

    @Test
    void readsPlainGzipAndZstdWhateverTheName() throws IOException {
        assertThat(read(CONTENT)).isEqualTo(CONTENT);
        assertThat(read(gzip(CONTENT))).isEqualTo(CONTENT);
        assertThat(read(Zstd.compress(CONTENT))).isEqualTo(CONTENT);
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(new byte[] {'x'})).containsExactly('x');
    }

    @Test
    void readsSeveralMembersOneAfterAnother() throws IOException {
        assertThat(read(join(gzip(CONTENT), gzip(CONTENT)))).hasSize(2 * CONTENT.length);
        assertThat(read(join(Zstd.compress(CONTENT), Zstd.compress(CONTENT))))
                .hasSize(2 * CONTENT.length);
    }

    @Test
    void aFileCutShortIsNoticed() throws IOException {
        byte[] zipped = gzip(CONTENT);
        assertThatThrownBy(() -> read(java.util.Arrays.copyOf(zipped, zipped.length / 2)))
                .isInstanceOf(IOException.class);
        byte[] zstd = Zstd.compress(CONTENT);
        assertThatThrownBy(() -> read(java.util.Arrays.copyOf(zstd, zstd.length / 2)))
                .isInstanceOf(IOException.class);
    }

    private byte[] read(byte[] file) throws IOException {
        Path path = Files.write(folder.resolve("events.dat"), file);
        try (InputStream in = Input.open(path.toString())) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}
