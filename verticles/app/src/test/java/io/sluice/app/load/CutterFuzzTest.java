package io.sluice.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/** Any content of a file is cut into ranges that lie one behind the other, and comes to an end. */
class CutterFuzzTest {
    @FuzzTest
    void anyContentIsCutToItsEnd(byte[] content) throws IOException {
        Cutter cutter =
                new Cutter(
                        new ByteArrayInputStream(content),
                        "app",
                        EnvelopeMap.identity(),
                        new KnownRanges());
        long at = 0;
        for (Optional<Piece> piece = cutter.next(); piece.isPresent(); piece = cutter.next()) {
            assertThat(piece.get()).isInstanceOf(Piece.Request.class);
            Piece.Request request = (Piece.Request) piece.get();
            assertThat(request.events()).isPositive();
            assertThat(request.tag().start()).isEqualTo(at);
            assertThat(request.tag().end()).isGreaterThan(at).isLessThanOrEqualTo(content.length);
            at = request.tag().end();
        }
    }
}
