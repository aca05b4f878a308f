package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Token.Kind;

import java.util.List;
import java.util.Set;

/**
 * What PostgreSQL would take and Redshift does not, where it takes more than one word to see it:
 * phrases, operators, casts, prefixes of literals, names in quotes. Pure.
 */
final class Denials {
    /** Operators and marks that both have, and mean the same by. */
    private static final Set<String> SYMBOLS =
            Set.of(
                    "(", ")", ",", ".", "=", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/",
                    "%", "^", "||", "::", "~", "~*", "!~", "!~*");

    private static final List<List<String>> PHRASES =
            List.of(
                    List.of("distinct", "on"),
                    List.of("for", "update"),
                    List.of("for", "no"),
                    List.of("for", "share"),
                    List.of("for", "key"),
                    List.of("is", "distinct"),
                    List.of("not", "distinct"),
                    List.of("between", "symmetric"),
                    List.of("on", "conflict"),
                    List.of("check", "option"),
                    List.of("fetch", "first"),
                    List.of("fetch", "next"));

    /** Literals that such a word makes other ones: escapes, bits, other alphabets. */
    private static final Set<String> PREFIXES = Set.of("e", "b", "x", "n", "u");

    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge");

    private static final Set<String> SOURCES = Set.of("from", "join", "using", "into", "update");

    /** Beside the types that a column can have. */
    private static final Set<String> CASTS = Set.of("interval", "name", "oid", "time", "timetz");

    private final List<Token> tokens;

    private Denials(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Looks through a statement, or a part of one.
     *
     * @throws StandinException as Redshift would refuse it
     */
    static void check(List<Token> tokens) {
        Denials all = new Denials(tokens);
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            switch (token.kind()) {
                case SYMBOL -> all.symbol(i);
                case WORD -> all.word(i, depth);
                case QUOTED -> all.quoted(i);
                case STRING -> all.glued(i);
                case NUMBER, PARAMETER -> {}
            }
        }
    }

    private static StandinException syntax(Token at) {
        return new StandinException("42601", "syntax error at or near \"" + at.text() + '"');
    }

    private Token at(int index) {
        return index >= 0 && index < tokens.size()
                ? tokens.get(index)
                : new Token(Kind.SYMBOL, "", -1, -1);
    }

    private void symbol(int i) {
        if (!SYMBOLS.contains(at(i).text())) {
            throw syntax(at(i));
        }
        if (at(i).isSymbol("::")) {
            type(i + 1);
        }
    }

    private void word(int i, int depth) {
        Token token = at(i);
        if (at(i - 1).kind() == Kind.NUMBER && at(i - 1).end() == token.start()) {
            throw syntax(token);
        }
        system(token);
        for (List<String> phrase : PHRASES) {
            if (token.is(phrase.get(0)) && at(i + 1).is(phrase.get(1))) {
                throw syntax(at(i + 1));
            }
        }
        boolean opens = at(i + 1).isSymbol("(");
        boolean nested = at(i - 1).isSymbol("(") && WRITES.contains(token.text());
        boolean table = depth > 0 && token.is("values") && opens;
        if ((nested && at(i + 1).isName()) || table) {
            throw syntax(token);
        }
        if (token.is("cast") && opens) {
            cast(i + 1);
        }
    }

    /** Where the type of a CAST stands is known by its brackets. */
    private void cast(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += at(i).isSymbol("(") ? 1 : at(i).isSymbol(")") ? -1 : 0;
            if (depth == 1 && at(i).is("as")) {
                type(i + 1);
                return;
            }
        }
    }

    private void type(int i) {
        int begin = at(i).is("pg_catalog") && at(i + 1).isSymbol(".") ? i + 2 : i;
        if (at(begin).kind() != Kind.WORD) {
            throw new StandinException("42704", "type \"" + at(begin).text() + "\" does not exist");
        }
        if (!CASTS.contains(at(begin).text())) {
            ColumnDefinition.type(new Tokens(tokens.subList(begin, tokens.size())));
        }
    }

    private void quoted(int i) {
        Token token = at(i);
        glued(i);
        system(token);
        if (at(i + 1).isSymbol("(") && !Rewriter.isTarget(tokens, i)) {
            throw new StandinException("42883", "function " + token.text() + "() does not exist");
        }
        boolean catalog =
                token.text().startsWith("pg_")
                        && (SOURCES.contains(at(i - 1).text())
                                || (at(i - 1).isSymbol(".") && at(i - 2).is("pg_catalog")));
        if (catalog && !Known.CATALOGS.contains(token.text())) {
            throw new StandinException("42P01", "relation \"" + token.text() + "\" does not exist");
        }
    }

    /** PostgreSQL's columns of its own are none of Redshift's. */
    private static void system(Token token) {
        if (Known.SYSTEM_COLUMNS.contains(token.text())) {
            throw new StandinException("42703", "column \"" + token.text() + "\" does not exist");
        }
    }

    /** A quote right behind a word makes another kind of literal or name in PostgreSQL. */
    private void glued(int i) {
        Token before = at(i - 1);
        boolean prefix =
                before.end() == at(i).start()
                        && (before.isSymbol("&") || PREFIXES.contains(before.text()));
        if (prefix) {
            throw syntax(at(i));
        }
    }
}
