package io.sluice.events.strict;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a parser made of a document.
 *
 * @param tokens the document as one text, the same for parsers that read the same; empty if refused
 * @param doubledKey whether an object had a key twice
 * @param loneSurrogate whether a text holds half of a surrogate pair
 * @param depth levels of objects and arrays
 * @param values keys and values together
 */
record Reading(
        Optional<String> tokens, boolean doubledKey, boolean loneSurrogate, int depth, int values) {
    static final Reading REFUSED = new Reading(Optional.empty(), false, false, 0, 0);

    boolean accepted() {
        return tokens.isPresent();
    }

    /** Collects a reading; without recursion, so that depth is the parser's matter alone. */
    static final class Log {
        private final StringBuilder tokens = new StringBuilder();
        private final Deque<Set<String>> keys = new ArrayDeque<>();
        private boolean doubledKey;
        private boolean loneSurrogate;
        private int depth;
        private int values;

        void open(char bracket) {
            tokens.append(bracket);
            keys.push(new HashSet<>());
            depth = Math.max(depth, keys.size());
            values++;
        }

        void close(char bracket) {
            tokens.append(bracket);
            keys.pop();
        }

        void key(String text) {
            doubledKey |= !keys.element().add(text);
            text('k', text);
        }

        void string(String text) {
            text('s', text);
        }

        /** A number by its digits as sent, or one of the three words. */
        void plain(String text) {
            tokens.append(text).append(' ');
            values++;
        }

        private void text(char kind, String text) {
            tokens.append(kind).append(text.length()).append(':').append(text);
            loneSurrogate |= text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
            values++;
        }

        Reading reading() {
            return new Reading(
                    Optional.of(tokens.toString()), doubledKey, loneSurrogate, depth, values);
        }
    }
}
