package io.sluice.sink;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one body, a slice at a time, until its end or a limit. All of the input has to belong to
 * the stream, and the stream has to be whole. Used once, by one thread.
 */
final class Inflation {
    private static final int SLICE = 64 * 1024;

    /** As RFC 9659 has it for zstd over HTTP: 8 MiB, whatever window a frame asks for. */
    private static final int ZSTD_WINDOW_LOG = 23;

    private final byte[] in;
    private final BodyCollector out;
    private final int maxRatio;
    private final int maxBytes;
    private final byte[] slice = new byte[SLICE];

    /**
     * @param in the body as it came
     * @param out takes the inflated bytes, and has the limit of their number
     * @param maxRatio how many times more bytes may come out than went in
     * @param maxBytes the limit of {@code out}, to be told
     */
    Inflation(byte[] in, BodyCollector out, int maxRatio, int maxBytes) {
        this.in = in;
        this.out = out;
        this.maxRatio = maxRatio;
        this.maxBytes = maxBytes;
    }

    /**
     * Inflates all of it.
     *
     * @return {@link BodyCollector.Result#TAKEN}, or what kept it from being taken
     * @throws BodyException if the body is broken, or inflates too far
     */
    BodyCollector.Result run(Encoding encoding) throws BodyException {
        try {
            return switch (encoding) {
                case GZIP -> gzip();
                case DEFLATE -> deflate();
                case ZSTD -> zstd();
                case IDENTITY -> out.add(in, in.length);
            };
        } catch (DataFormatException | ZstdIOException broken) {
            throw broken(encoding, String.valueOf(broken.getMessage()));
        } catch (IOException notFromMemory) {
            throw new IllegalStateException(notFromMemory);
        }
    }

    private static BodyException broken(Encoding encoding, String what) {
        return new BodyException(
                400,
                "invalid_encoding",
                "the body is no whole stream of %s: %s"
                        .formatted(encoding.name().toLowerCase(Locale.ROOT), what));
    }

    /** Takes what is in the slice. */
    private BodyCollector.Result take(int count) throws BodyException {
        long total = (long) out.length() + count;
        if (total > InflateSettings.FREE_BYTES && total > (long) maxRatio * in.length) {
            throw new BodyException(
                    413,
                    "inflates_too_far",
                    "the body inflates to more than %d times its size: send it as it is"
                            .formatted(maxRatio));
        }
        BodyCollector.Result taken = out.add(slice, count);
        if (taken == BodyCollector.Result.TOO_LARGE) {
            throw new BodyException(
                    413,
                    "too_large",
                    "a body may have at most %d bytes when it is inflated: send several"
                            .formatted(maxBytes));
        }
        return taken;
    }

    /** Members one after another, as RFC 1952 has it. */
    private BodyCollector.Result gzip() throws BodyException, DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            int at = 0;
            do {
                at = GzipHeader.end(in, at);
                inflater.reset();
                CRC32 crc = new CRC32();
                inflater.setInput(in, at, in.length - at);
                BodyCollector.Result taken = pump(inflater, crc);
                if (taken != BodyCollector.Result.TAKEN) {
                    return taken;
                }
                at = in.length - inflater.getRemaining();
                GzipHeader.checkTrailer(in, at, crc.getValue(), inflater.getBytesWritten());
                at += GzipHeader.TRAILER;
            } while (at < in.length);
            return BodyCollector.Result.TAKEN;
        } finally {
            inflater.end();
        }
    }

    private BodyCollector.Result deflate() throws BodyException, DataFormatException {
        Inflater inflater = new Inflater(!startsAsZlib());
        try {
            inflater.setInput(in);
            BodyCollector.Result taken = pump(inflater, new CRC32());
            if (taken == BodyCollector.Result.TAKEN && inflater.getRemaining() > 0) {
                throw new DataFormatException("bytes follow its end");
            }
            return taken;
        } finally {
            inflater.end();
        }
    }

    private boolean startsAsZlib() {
        return in.length >= 2
                && (in[0] & 0x0f) == 8
                && ((in[0] & 0xff) << 8 | in[1] & 0xff) % 31 == 0;
    }

    private BodyCollector.Result pump(Inflater inflater, CRC32 crc)
            throws BodyException, DataFormatException {
        while (!inflater.finished()) {
            int count = inflater.inflate(slice);
            if (count == 0 && !inflater.finished()) {
                throw new DataFormatException(
                        inflater.needsDictionary() ? "it needs a dictionary" : "it breaks off");
            }
            crc.update(slice, 0, count);
            BodyCollector.Result taken = take(count);
            if (taken != BodyCollector.Result.TAKEN) {
                return taken;
            }
        }
        return BodyCollector.Result.TAKEN;
    }

    private BodyCollector.Result zstd() throws BodyException, IOException {
        if (in.length == 0) {
            throw broken(Encoding.ZSTD, "it is empty");
        }
        try (ZstdInputStreamNoFinalizer frames =
                new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(in))) {
            frames.setContinuous(false);
            frames.setLongMax(ZSTD_WINDOW_LOG);
            for (int count = frames.read(slice); count >= 0; count = frames.read(slice)) {
                BodyCollector.Result taken = take(count);
                if (taken != BodyCollector.Result.TAKEN) {
                    return taken;
                }
            }
            return BodyCollector.Result.TAKEN;
        }
    }
}
