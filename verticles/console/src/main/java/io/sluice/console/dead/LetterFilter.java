package io.sluice.console.dead;

import java.time.Instant;
import java.util.Optional;

/**
 * Which letters; whatever is empty does not matter.
 *
 * @param code why they died
 * @param table whose events they may have been
 * @param from not earlier than this
 * @param to earlier than this
 */
public record LetterFilter(
        Optional<String> code,
        Optional<String> table,
        Optional<Instant> from,
        Optional<Instant> to) {
    /** All letters. */
    public static final LetterFilter ALL =
            new LetterFilter(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    boolean takes(Letter letter) {
        return code.map(letter.letter().code()::equals).orElse(true)
                && table.map(it -> letter.kind().map(kind -> kind.mayBe(it)).orElse(false))
                        .orElse(true)
                && from.map(it -> !letter.at().isBefore(it)).orElse(true)
                && to.map(letter.at()::isBefore).orElse(true);
    }
}
