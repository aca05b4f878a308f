package io.sluice.app.load;

import com.github.luben.zstd.ZstdInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens what is to be loaded; gzip and zstd are told by their first bytes, not by a name. */
public final class Input {
    private static final int BUFFER = 256 * 1024;

    private Input() {}

    /** The uncompressed content of a file; {@code -} is standard input. */
    public static InputStream open(String file) throws IOException {
        InputStream raw = file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length >= 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b) {
            return new GZIPInputStream(in, BUFFER);
        }
        boolean zstd =
                magic.length == 4
                        && magic[0] == (byte) 0x28
                        && magic[1] == (byte) 0xb5
                        && magic[2] == (byte) 0x2f
                        && magic[3] == (byte) 0xfd;
        return zstd ? new ZstdInputStream(in) : in;
    }
}
