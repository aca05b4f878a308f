package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.ColumnType;
import io.sluice.standin.copy.ColumnType.Char;
import io.sluice.standin.copy.ColumnType.Super;
import io.sluice.standin.copy.ColumnType.Varchar;

import java.util.ArrayList;
import java.util.List;

/**
 * A column as CREATE TABLE and ADD COLUMN define it. VARCHAR keeps its type, so that catalogs tell
 * it, and gets a check of its length in bytes.
 *
 * @param rest what PostgreSQL has to know too: NOT NULL, DEFAULT
 */
record ColumnDefinition(String name, ColumnType type, String rest) {
    static ColumnDefinition read(Tokens tokens) {
        String name = tokens.name();
        if (Known.SYSTEM_COLUMNS.contains(name) || name.equals("oid")) {
            throw new StandinException(
                    "42701", "column name \"" + name + "\" conflicts with a system column name");
        }
        ColumnType type = type(tokens);
        StringBuilder rest = new StringBuilder();
        while (!tokens.atEnd() && !tokens.peek().isSymbol(",") && !tokens.peek().isSymbol(")")) {
            attribute(tokens, rest);
        }
        return new ColumnDefinition(name, type, rest.toString());
    }

    private static void attribute(Tokens tokens, StringBuilder rest) {
        if (tokens.take("not", "null")) {
            rest.append(" NOT NULL");
        } else if (tokens.take("default")) {
            List<Token> expression = new ArrayList<>();
            int depth = 0;
            while (!tokens.atEnd() && (depth > 0 || !endsDefault(tokens.peek()))) {
                Token token = tokens.next();
                depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
                expression.add(token);
            }
            rest.append(" DEFAULT ").append(Rewriter.rewrite(expression));
        } else if (tokens.take("encode")) {
            tokens.next();
        } else if (tokens.peek().is("references")) {
            references(tokens);
        } else if (!tokens.take("null")
                && !tokens.take("distkey")
                && !tokens.take("sortkey")
                && !tokens.take("unique")
                && !tokens.take("primary", "key")) {
            throw tokens.unexpected();
        }
    }

    /** A foreign key is taken and not enforced, as all keys. */
    static void references(Tokens tokens) {
        tokens.expect("references");
        Recognizer.table(tokens);
        if (tokens.peek().isSymbol("(")) {
            tokens.names();
        }
    }

    private static boolean endsDefault(Token token) {
        return token.isSymbol(",")
                || token.isSymbol(")")
                || token.is("not")
                || token.is("encode")
                || token.is("null");
    }

    /** A type, as the tokens spell it. */
    static ColumnType type(Tokens tokens) {
        StringBuilder type = new StringBuilder(tokens.next().text());
        while (tokens.peek().is("precision")
                || tokens.peek().is("varying")
                || tokens.peek().is("with")
                || tokens.peek().is("without")
                || tokens.peek().is("time")
                || tokens.peek().is("zone")) {
            type.append(' ').append(tokens.next().text());
        }
        if (tokens.takeSymbol("(")) {
            type.append('(');
            while (!tokens.takeSymbol(")")) {
                type.append(tokens.next().text());
            }
            type.append(')');
        }
        return ColumnType.parse(type.toString());
    }

    /** For PostgreSQL. */
    String sql() {
        String quoted = Rewriter.quote(name);
        String stored =
                switch (type) {
                    case Super it -> "_standin.super";
                    case Varchar it -> it.ddl();
                    case Char it -> it.ddl();
                    default -> type.ddl();
                };
        String check =
                type instanceof Varchar it
                        ? " CHECK (octet_length(%s) <= %d)".formatted(quoted, it.bytes())
                        : "";
        return quoted + " " + stored + rest + check;
    }

    /** Two definitions of one name in a table are an error before PostgreSQL sees them. */
    static void checkNames(List<ColumnDefinition> columns) {
        List<String> names = columns.stream().map(ColumnDefinition::name).toList();
        names.stream()
                .filter(it -> names.indexOf(it) != names.lastIndexOf(it))
                .findFirst()
                .ifPresent(
                        it -> {
                            throw new StandinException("42701", "column \"" + it + "\" duplicated");
                        });
    }
}
