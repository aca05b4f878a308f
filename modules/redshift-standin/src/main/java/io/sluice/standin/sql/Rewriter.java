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
                    "concat", "_standin.concat",
                    "format_type", "_standin.format_type",
                    "version", "_standin.version",
                    "super", "_standin.super",
                    "sysdate", "_standin.sysdate()");

    private Rewriter() {}

    static String rewrite(List<Token> tokens) {
        Denials.check(tokens);
        return write(tokens);
    }

    private static String write(List<Token> tokens) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean calls = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol("(");
            boolean adjoins = i > 0 && tokens.get(i - 1).end() == token.start();
            sql.append(adjoins || i == 0 ? "" : " ");
            if (calls && token.is("listagg")) {
                Aggregate aggregate = Aggregate.read(tokens, i);
                sql.append(aggregate.sql());
                i = aggregate.last();
                continue;
            }
            sql.append(
                    switch (token.kind()) {
                        case WORD -> word(tokens, i, calls);
                        case QUOTED -> quote(token.text());
                        case STRING -> literal(token.text());
                        case SYMBOL, NUMBER, PARAMETER -> token.text();
                    });
        }
        return sql.toString();
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

    /**
     * {@code LISTAGG(value, between) WITHIN GROUP (ORDER BY ...)}, as PostgreSQL has it.
     *
     * @param last the token that ends it
     */
    private record Aggregate(String sql, int last) {
        static Aggregate read(List<Token> tokens, int at) {
            int close = close(tokens, at + 1);
            List<Token> values = tokens.subList(at + 2, close);
            boolean between = topComma(values);
            Tokens after = new Tokens(tokens.subList(close + 1, tokens.size()));
            String order = "";
            int last = close;
            if (after.take("within", "group")) {
                last = close(tokens, close + 3);
                order = " " + write(tokens.subList(close + 4, last));
            }
            return new Aggregate(
                    "_standin.listagg(string_agg(%s%s%s))"
                            .formatted(write(values), between ? "" : ", ''", order),
                    last);
        }

        private static boolean topComma(List<Token> tokens) {
            int depth = 0;
            for (Token token : tokens) {
                depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
                if (depth == 0 && token.isSymbol(",")) {
                    return true;
                }
            }
            return false;
        }

        private static int close(List<Token> tokens, int open) {
            int depth = 0;
            for (int i = open; i < tokens.size(); i++) {
                depth += tokens.get(i).isSymbol("(") ? 1 : tokens.get(i).isSymbol(")") ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
            throw new StandinException("42601", "syntax error at end of input");
        }
    }

    /** True for a table whose columns follow in brackets. */
    static boolean isTarget(List<Token> tokens, int at) {
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
