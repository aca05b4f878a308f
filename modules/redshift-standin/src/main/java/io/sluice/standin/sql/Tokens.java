package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Token.Kind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the tokens of one statement from left to right. One thread. */
public final class Tokens {
    /** Redshift cuts longer names. */
    private static final int MAX_NAME = 127;

    private final List<Token> all;
    private int at;

    public Tokens(List<Token> all) {
        this.all = List.copyOf(all);
    }

    public boolean atEnd() {
        return at >= all.size();
    }

    /** The next one, not taken; at the end an empty symbol. */
    public Token peek() {
        return atEnd() ? new Token(Kind.SYMBOL, "", 0, 0) : all.get(at);
    }

    /** Takes the next one. */
    public Token next() {
        if (atEnd()) {
            throw new StandinException("42601", "syntax error at end of input");
        }
        return all.get(at++);
    }

    /** Takes these keywords if they come next, all of them. */
    public boolean take(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= all.size() || !all.get(at + i).is(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    public boolean takeSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        at += found ? 1 : 0;
        return found;
    }

    public void expect(String word) {
        if (!take(word)) {
            throw unexpected();
        }
    }

    public void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw unexpected();
        }
    }

    public void expectEnd() {
        if (!atEnd()) {
            throw unexpected();
        }
    }

    /** A text in single quotes. */
    public String string() {
        if (peek().kind() != Kind.STRING) {
            throw unexpected();
        }
        return next().text();
    }

    public int integer() {
        Token number = peek();
        try {
            if (number.kind() == Kind.NUMBER) {
                at++;
                return Integer.parseInt(number.text());
            }
        } catch (NumberFormatException notWhole) {
            at--;
        }
        throw unexpected();
    }

    /**
     * A name as Redshift keeps it: lower case even from quotes, cut; a reserved word needs them.
     */
    public String name() {
        Token token = peek();
        if (!token.isName()
                || (token.kind() == Kind.WORD && ReservedWords.contains(token.text()))) {
            throw unexpected();
        }
        at++;
        return fold(token.text());
    }

    /** ASCII to lower case, and not more than 127 bytes. */
    static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        int bytes = 0;
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            bytes += new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_NAME) {
                break;
            }
            folded.appendCodePoint(c < 128 ? Character.toLowerCase(c) : c);
        }
        return folded.toString();
    }

    /** Names in brackets, with commas between. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        expectSymbol("(");
        do {
            names.add(name());
        } while (takeSymbol(","));
        expectSymbol(")");
        return names;
    }

    /** The tokens that are left, without taking them. */
    public List<Token> rest() {
        return all.subList(at, all.size());
    }

    /** What Redshift says of a token that it did not expect. */
    public StandinException unexpected() {
        return atEnd()
                ? new StandinException("42601", "syntax error at end of input")
                : new StandinException(
                        "42601",
                        "syntax error at or near \""
                                + peek().text().toLowerCase(Locale.ROOT)
                                + '"');
    }
}
