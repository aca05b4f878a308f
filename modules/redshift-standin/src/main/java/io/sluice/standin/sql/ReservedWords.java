package io.sluice.standin.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** Words that Redshift takes for a name only in quotes: the 156 of its documentation. */
final class ReservedWords {
    private static final Set<String> ALL = read();

    private ReservedWords() {}

    static boolean contains(String lowerCase) {
        return ALL.contains(lowerCase);
    }

    private static Set<String> read() {
        try (InputStream words = ReservedWords.class.getResourceAsStream("reserved-words.txt")) {
            if (words == null) {
                throw new IllegalStateException("reserved-words.txt is not on the class path");
            }
            return new String(words.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(it -> it.trim().toLowerCase(java.util.Locale.ROOT))
                    .filter(it -> !it.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
