package io.sluice.sink;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/** What stands before and after the data of a gzip member (RFC 1952). */
final class GzipHeader {
    /** Bytes after the data. */
    static final int TRAILER = 8;

    private static final int FIXED = 10;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private GzipHeader() {}

    /**
     * Where the data of the member begins that starts at this place.
     *
     * @throws DataFormatException if no member starts here, or it breaks off
     */
    static int end(byte[] in, int start) throws DataFormatException {
        if (in.length - start < FIXED) {
            throw new DataFormatException("it breaks off in a header");
        }
        int flags = in[start + 3];
        if (in[start] != 0x1f
                || in[start + 1] != (byte) 0x8b
                || in[start + 2] != DEFLATE
                || (flags & RESERVED) != 0) {
            throw new DataFormatException("at byte " + start + " is no header of gzip");
        }
        int at = start + FIXED;
        if ((flags & EXTRA) != 0) {
            at += 2 + (within(in, at) | within(in, at + 1) << 8);
            if (at > in.length) {
                throw new DataFormatException("it breaks off in a header");
            }
        }
        if ((flags & NAME) != 0) {
            at = afterZero(in, at);
        }
        if ((flags & COMMENT) != 0) {
            at = afterZero(in, at);
        }
        return (flags & HEADER_CRC) == 0 ? at : afterChecksum(in, start, at);
    }

    private static int afterChecksum(byte[] in, int start, int at) throws DataFormatException {
        int told = within(in, at) | within(in, at + 1) << 8;
        CRC32 crc = new CRC32();
        crc.update(in, start, at - start);
        if ((crc.getValue() & 0xffff) != told) {
            throw new DataFormatException("the checksum of a header is another's");
        }
        return at + 2;
    }

    private static int within(byte[] in, int at) throws DataFormatException {
        if (at >= in.length) {
            throw new DataFormatException("it breaks off in a header");
        }
        return in[at] & 0xff;
    }

    private static int afterZero(byte[] in, int start) throws DataFormatException {
        int at = start;
        while (within(in, at) != 0) {
            at++;
        }
        return at + 1;
    }

    /**
     * Holds what came out against what the member says of itself.
     *
     * @throws DataFormatException if they differ, or the member breaks off
     */
    static void checkTrailer(byte[] in, int start, long crc, long size) throws DataFormatException {
        if (in.length - start < TRAILER) {
            throw new DataFormatException("it breaks off before its checksum");
        }
        if (number(in, start) != crc || number(in, start + 4) != (size & 0xffff_ffffL)) {
            throw new DataFormatException("its checksum is another's");
        }
    }

    private static long number(byte[] in, int at) {
        return in[at] & 0xff
                | (in[at + 1] & 0xff) << 8
                | (in[at + 2] & 0xff) << 16
                | (in[at + 3] & 0xffL) << 24;
    }
}
