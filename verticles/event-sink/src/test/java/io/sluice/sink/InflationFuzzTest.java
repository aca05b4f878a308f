package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import io.sluice.sink.BodyCollector.Result;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Whatever a compressed body is, it is refused, or gives what other readers of the same bytes give,
 * within the limits. The first byte of the input chooses the encoding.
 */
class InflationFuzzTest {
    private static final int MAX = 256 * 1024;
    private final InFlight room = new InFlight(1L << 30, 100);
    private final Tenant tenant = new Tenant("demo", SinkSettings.defaults().rates(), 0);

    @FuzzTest
    void itIsRefusedOrGivesWhatOthersGive(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        Encoding encoding = Encoding.values()[(input[0] & 0xff) % Encoding.values().length];
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        BodyCollector out = new BodyCollector(room, tenant, MAX);
        try {
            Result result = new Inflation(body, out, 1_000, MAX).run(encoding);
            if (encoding == Encoding.IDENTITY && body.length > MAX) {
                assertThat(result).isEqualTo(Result.TOO_LARGE);
            } else {
                assertThat(result).isEqualTo(Result.TAKEN);
                assertThat(out.body()).isEqualTo(others(encoding, body));
            }
        } catch (BodyException refused) {
            assertThat(refused.status()).isIn(400, 413);
            assertThat(refused.code()).isNotBlank();
        } finally {
            out.release();
        }
        assertThat(room.bytes()).isZero();
    }

    private static byte[] others(Encoding encoding, byte[] body) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        boolean bare = body.length < 2 || ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 != 0;
        try (InputStream inflated =
                switch (encoding) {
                    case IDENTITY -> in;
                    case GZIP -> new GZIPInputStream(in);
                    case DEFLATE ->
                            bare || (body[0] & 0x0f) != 8
                                    ? new InflaterInputStream(in, new Inflater(true))
                                    : new InflaterInputStream(in);
                    case ZSTD -> new ZstdInputStreamNoFinalizer(in);
                }) {
            return inflated.readAllBytes();
        }
    }
}
