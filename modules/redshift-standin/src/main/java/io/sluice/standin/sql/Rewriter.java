package io.sluice.standin.sql;

import io.sluice.standin.StandinException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes tokens of Redshift's SQL as PostgreSQL's, and denies what is not known: names in lower
 * case, backslashes in texts resolved, functions that PostgreSQL lacks from a schema of our own.
 */
final class Rewriter {
    /** PostgreSQL's longest name: a longer one would be cut there and not in Redshift. */
    private static final int MAX_NAME = 63;

    private static final Map<String, String> INSTEAD =
            Map.of(
                    "nvl", "coalesce",
                    "format_type", "_standin.format_type",
                    "version", "_standin.version",
                    "super", "_standin.super",
                    "sysdate", "_standin.sysdate()");

    private Rewriter() {}

    static String rewrite(List<Token> tokens) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean calls = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol("(");
            boolean adjoins = i > 0 && tokens.get(i - 1).end() == token.start();
            sql.append(adjoins || i == 0 ? "" : " ");
            sql.append(
                    switch (token.kind()) {
                        case WORD -> word(tokens, i, calls);
                        case QUOTED -> quote(token.text());
                        case STRING -> literal(token.text());
                        case SYMBOL -> symbol(token);
                        case NUMBER, PARAMETER -> token.text();
                    });
        }
        return sql.toString();
    }

    private static String symbol(Token token) {
        if (Known.DENIED_SYMBOLS.contains(token.text())) {
            throw new StandinException("42601", "syntax error at or near \"" + token.text() + '"');
        }
        return token.text();
    }

    private static String word(List<Token> tokens, int at, boolean calls) {
        Token token = tokens.get(at);
        String word = token.text();
        boolean qualified = at > 0 && tokens.get(at - 1).isSymbol(".");
        if (Known.DENIED.contains(word) && !qualified) {
            throw new StandinException("42601", "syntax error at or near \"" + word + '"');
        }
        if (calls && !isTarget(tokens, at) && !Known.BEFORE_BRACKET.contains(word)) {
            if (!Known.FUNCTIONS.contains(word)) {
                throw new StandinException("42883", "function " + word + "() does not exist");
            }
            return qualified ? word : INSTEAD.getOrDefault(word, word);
        }
        if (word.startsWith("pg_") && !Known.CATALOGS.contains(word)) {
            throw new StandinException("42P01", "relation \"" + word + "\" does not exist");
        }
        boolean isType = word.equals("super") && !qualified;
        boolean isFunction = word.equals("sysdate") && !qualified;
        if (isType || isFunction) {
            return INSTEAD.getOrDefault(word, word);
        }
        // A bare name may be one that PostgreSQL has as a keyword and Redshift has not.
        return token.text();
    }

    /** True for a table whose columns follow in brackets. */
    private static boolean isTarget(List<Token> tokens, int at) {
        int first = at;
        while (first > 1 && tokens.get(first - 1).isSymbol(".")) {
            first -= 2;
        }
        Token before = first == 0 ? tokens.get(at) : tokens.get(first - 1);
        return before.is("into") || before.is("with") || before.is("view");
    }

    static String quote(String name) {
        String folded = Tokens.fold(name);
        if (folded.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw new StandinException(
                    "0A000", "the stand-in knows names up to 63 bytes: " + folded);
        }
        return '"' + folded.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new StandinException(
                    "22021", "invalid byte sequence for encoding \"UTF8\": 0x00");
        }
        return "'" + text.replace("'", "''") + "'";
    }
}
