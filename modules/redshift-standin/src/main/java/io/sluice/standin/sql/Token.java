package io.sluice.standin.sql;

/**
 * A piece of a statement.
 *
 * @param text of a word in lower case, of a quoted name and of a literal what stands between the
 *     quotes, else as written
 * @param start where it begins in the statement
 * @param end where it ends
 */
public record Token(Kind kind, String text, int start, int end) {
    /** What it is. */
    public enum Kind {
        /** A keyword or a bare name. */
        WORD,
        /** A name in double quotes. */
        QUOTED,
        /** A text in single quotes. */
        STRING,
        NUMBER,
        /** {@code $1}. */
        PARAMETER,
        /** A single character, or {@code ::} or another operator of several. */
        SYMBOL
    }

    /** True for this keyword. */
    public boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** True for this character or operator. */
    public boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** True for what may name something. */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
