package io.sluice.sink;

/**
 * Follows strings and brackets without checking anything else: enough to find where an element of
 * an array ends. What lies between is checked strictly afterwards, so a mistake here cannot let
 * broken JSON through.
 */
final class Nesting {
    private Nesting() {}

    /**
     * The end of the array element that starts here: the index of the comma or bracket after it, or
     * end if there is none.
     */
    static int elementEnd(byte[] json, int start, int end) {
        int depth = 0;
        for (int at = start; at < end; at++) {
            switch (json[at]) {
                case '"' -> at = stringEnd(json, at, end);
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return at;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {
                    // Part of a token or between tokens.
                }
            }
        }
        return end;
    }

    /** Whether all that is opened in the range is closed in it. */
    static boolean closed(byte[] json, int start, int end) {
        int depth = 0;
        for (int at = start; at < end; at++) {
            switch (json[at]) {
                case '"' -> {
                    at = stringEnd(json, at, end);
                    if (at == end) {
                        return false;
                    }
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // Part of a token or between tokens.
                }
            }
        }
        return depth <= 0;
    }

    /** The closing quote of the string that opens here, or end. */
    private static int stringEnd(byte[] json, int open, int end) {
        for (int at = open + 1; at < end; at++) {
            if (json[at] == '\\') {
                at++;
            } else if (json[at] == '"') {
                return at;
            }
        }
        return end;
    }
}
