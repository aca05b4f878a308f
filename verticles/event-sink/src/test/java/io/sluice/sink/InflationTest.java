package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;

import io.sluice.sink.BodyCollector.Result;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

class InflationTest {
    private static final int MAX = 4 << 20;
    private final InFlight room = new InFlight(1L << 30, 100);
    private final Tenant tenant = new Tenant("demo", SinkSettings.defaults().rates(), 0);

    private byte[] inflate(Encoding encoding, byte[] body) throws BodyException {
        return inflate(encoding, body, 1_000);
    }

    private byte[] inflate(Encoding encoding, byte[] body, int ratio) throws BodyException {
        BodyCollector out = new BodyCollector(room, tenant, MAX);
        try {
            assertThat(new Inflation(body, out, ratio, MAX).run(encoding)).isEqualTo(Result.TAKEN);
            return out.body();
        } finally {
            out.release();
            assertThat(room.bytes()).isZero();
        }
    }

    private void refused(Encoding encoding, byte[] body, int status, String code) {
        assertThatExceptionOfType(BodyException.class)
                .isThrownBy(() -> inflate(encoding, body))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    }

    static byte[] compress(Encoding encoding, byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (encoding) {
                    case IDENTITY -> bytes;
                    case GZIP -> new GZIPOutputStream(bytes);
                    case DEFLATE -> new DeflaterOutputStream(bytes);
                    case ZSTD -> new ZstdOutputStreamNoFinalizer(bytes).setChecksum(true);
                }) {
            out.write(plain);
        } catch (IOException neverInMemory) {
            throw new AssertionError(neverInMemory);
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] events(int count) {
        Random random = new Random(7);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"n\":").append(random.nextLong()).append("}\n");
        }
        return lines.toString().getBytes(UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void whatWasCompressedComesBack(Encoding encoding) throws Exception {
        for (int count : new int[] {0, 1, 100, 50_000}) {
            byte[] plain = events(count);
            assertThat(inflate(encoding, compress(encoding, plain))).isEqualTo(plain);
        }
    }

    @Test
    void deflateMayComeBare() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater bare = new Deflater(9, true);
        try (OutputStream out = new DeflaterOutputStream(bytes, bare)) {
            out.write(events(100));
        }
        bare.end();
        assertThat(inflate(Encoding.DEFLATE, bytes.toByteArray())).isEqualTo(events(100));
    }

    @Test
    void gzipMayHaveSeveralMembersAndZstdSeveralFrames() throws Exception {
        for (Encoding encoding : new Encoding[] {Encoding.GZIP, Encoding.ZSTD}) {
            byte[] one = compress(encoding, events(10));
            byte[] none = compress(encoding, new byte[0]);
            assertThat(inflate(encoding, join(one, none, one)))
                    .isEqualTo(join(events(10), events(10)));
        }
    }

    @Test
    void aHeaderOfGzipMayHoldMore() throws Exception {
        byte[] plain = compress(Encoding.GZIP, events(3));
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 2 | 4 | 8 | 16;
        byte[] more = {3, 0, 'a', 'b', 'c', 'n', 'a', 'm', 'e', 0, 'c', 0};
        CRC32 crc = new CRC32();
        crc.update(join(header, more));
        byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        byte[] data = Arrays.copyOfRange(plain, 10, plain.length);
        assertThat(inflate(Encoding.GZIP, join(header, more, sum, data))).isEqualTo(events(3));
        for (int length = 0; length < 24; length++) {
            byte[] cut = Arrays.copyOf(join(header, more, sum), length);
            refused(Encoding.GZIP, cut, 400, "invalid_encoding");
        }
        sum[0]++;
        refused(Encoding.GZIP, join(header, more, sum, data), 400, "invalid_encoding");
    }

    @ParameterizedTest
    @EnumSource(
            value = Encoding.class,
            names = {"GZIP", "DEFLATE", "ZSTD"})
    void whatBreaksOffOrGoesOnIsRefused(Encoding encoding) {
        byte[] whole = compress(encoding, events(200));
        for (int length = 0; length < whole.length; length += 1 + length / 50) {
            refused(encoding, Arrays.copyOf(whole, length), 400, "invalid_encoding");
        }
        refused(encoding, Arrays.copyOf(whole, whole.length - 1), 400, "invalid_encoding");
        refused(encoding, join(whole, new byte[] {0}), 400, "invalid_encoding");
        refused(encoding, join(whole, new byte[] {'{', '}'}), 400, "invalid_encoding");
        refused(encoding, "{\"ts\":1}".getBytes(UTF_8), 400, "invalid_encoding");
    }

    /**
     * CRC-32 and xxHash see it; what no one looks at (a time, a name) may differ. The Adler-32 of
     * zlib is too weak: some flips make other digits with the same sum.
     */
    @ParameterizedTest
    @EnumSource(
            value = Encoding.class,
            names = {"GZIP", "ZSTD"})
    void aBitThatFlippedIsNoticed(Encoding encoding) {
        byte[] plain = events(200);
        byte[] whole = compress(encoding, plain);
        for (int bit = 0; bit < whole.length * 8; bit += 17) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(inflate(encoding, flipped)).isEqualTo(plain);
            } catch (BodyException noticed) {
                assertThat(noticed.status()).isIn(400, 413);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Encoding.class,
            names = {"GZIP", "DEFLATE", "ZSTD"})
    void aBombStopsAtTheLimits(Encoding encoding) throws Exception {
        byte[] zeros = new byte[MAX + 1];
        byte[] bomb = compress(encoding, zeros);
        assertThat(bomb.length).isLessThan(8 << 10);
        assertThatExceptionOfType(BodyException.class)
                .isThrownBy(() -> inflate(encoding, bomb, 100_000))
                .satisfies(e -> assertThat(e.code()).isEqualTo("too_large"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(413));
        assertThatExceptionOfType(BodyException.class)
                .isThrownBy(() -> inflate(encoding, bomb, 200))
                .satisfies(e -> assertThat(e.code()).isEqualTo("inflates_too_far"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(413));
        byte[] small = compress(encoding, new byte[InflateSettings.FREE_BYTES]);
        assertThat(inflate(encoding, small, 10)).hasSize(InflateSettings.FREE_BYTES);
    }

    @Test
    void aFrameOfZstdThatWantsAHugeWindowIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(bytes)) {
            out.setLong(27);
            out.write(events(1_000));
            out.flush();
            out.write(events(1_000));
        }
        refused(Encoding.ZSTD, bytes.toByteArray(), 400, "invalid_encoding");
    }

    @Test
    void whereThereIsNoRoomNothingStays() throws Exception {
        InFlight narrow = new InFlight(100_000, 100);
        BodyCollector out = new BodyCollector(narrow, tenant, MAX);
        byte[] body = compress(Encoding.GZIP, events(20_000));
        assertThat(new Inflation(body, out, 1_000, MAX).run(Encoding.GZIP))
                .isEqualTo(Result.NO_ROOM);
        out.release();
        assertThat(narrow.bytes()).isZero();
    }

    @Test
    void encodingsAreReadFromTheHeader() {
        assertThat(Encoding.of("")).contains(Encoding.IDENTITY);
        assertThat(Encoding.of("identity")).contains(Encoding.IDENTITY);
        assertThat(Encoding.of("GZIP")).contains(Encoding.GZIP);
        assertThat(Encoding.of("x-gzip")).contains(Encoding.GZIP);
        assertThat(Encoding.of("identity, deflate")).contains(Encoding.DEFLATE);
        assertThat(Encoding.of(" zstd ,")).contains(Encoding.ZSTD);
        assertThat(Encoding.of("gzip, gzip")).isEmpty();
        assertThat(Encoding.of("br")).isEmpty();
        assertThat(Encoding.of("compress")).isEmpty();
    }
}
