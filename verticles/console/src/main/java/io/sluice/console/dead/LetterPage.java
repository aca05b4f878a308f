package io.sluice.console.dead;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Some letters, the newest of each partition first.
 *
 * @param replayed which of them were replayed
 * @param next where to read on; empty at the end. A page may be short, or empty, and have one: a
 *     call reads so many records and no more
 */
public record LetterPage(List<Letter> letters, Set<LetterId> replayed, Optional<LetterId> next) {
    public LetterPage {
        letters = List.copyOf(letters);
        replayed = Set.copyOf(replayed);
    }
}
