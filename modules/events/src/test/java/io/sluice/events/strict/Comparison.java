package io.sluice.events.strict;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.RejectCode;

import java.util.Arrays;
import java.util.Optional;

/** Holds our reading of documents against those of {@link OtherParser}. */
final class Comparison {
    private int accepted;

    /** Documents that our scanner took so far. */
    int accepted() {
        return accepted;
    }

    /** Fails where a parser reads the document otherwise and no {@link Disagreement} says why. */
    void of(byte[] json) {
        Ours ours = Ours.read(json);
        accepted += ours.refusal().isEmpty() ? 1 : 0;
        namesTheFirstByteThatIsWrong(json, ours);
        for (OtherParser parser : OtherParser.values()) {
            Reading theirs = parser.read(json);
            if (!theirs.tokens().equals(ours.reading().tokens())) {
                Optional<Disagreement> why = Disagreement.of(json, ours, parser, theirs);
                assertThat(why)
                        .as("%s, ours %s, %s %s", ByteNotation.show(json), ours, parser, theirs)
                        .isPresent();
            }
        }
    }

    /** What stands before the byte that a refusal names is UTF-8, up to the string it is in. */
    private static void namesTheFirstByteThatIsWrong(byte[] json, Ours ours) {
        if (ours.refusal().isEmpty()) {
            assertThat(Disagreement.isUtf8(json)).as(ByteNotation.show(json)).isTrue();
            return;
        }
        assertThat(ours.at()).as(ByteNotation.show(json)).isBetween(0, json.length);
        assertThat(Disagreement.isUtf8(Arrays.copyOf(json, ours.at())))
                .as(ByteNotation.show(json))
                .isTrue();
        if (ours.refusedWith(RejectCode.INVALID_ENCODING)) {
            boolean mark = new String(json, UTF_8).startsWith("\uFEFF");
            byte[] upTo = Arrays.copyOf(json, Math.min(json.length, ours.at() + 4));
            assertThat(mark || !Disagreement.isUtf8(upTo)).as(ByteNotation.show(json)).isTrue();
        }
    }
}
