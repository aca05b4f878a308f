package io.sluice.standin.copy;

import io.sluice.standin.StandinException;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts bytes that are read from S3, and tells its failures from those of broken files. */
final class ByteCount {
    private long bytes;

    long bytes() {
        return bytes;
    }

    InputStream over(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                try {
                    int read = super.read(into, offset, length);
                    bytes += Math.max(0, read);
                    return read;
                } catch (IOException cut) {
                    throw new StandinException(
                            "XX000", "S3CurlException: " + cut.getMessage() + ", CurlError 56");
                }
            }
        };
    }
}
