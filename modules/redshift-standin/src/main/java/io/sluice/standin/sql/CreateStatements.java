package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Plan.Allowed;
import io.sluice.standin.sql.Plan.Local;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * CREATE SCHEMA, TABLE, VIEW, and who may use them. Keys are taken and not enforced, as in
 * Redshift.
 */
final class CreateStatements {
    private CreateStatements() {}

    static Plan plan(List<Token> all, Tokens tokens) {
        tokens.expect("create");
        boolean replaces = tokens.take("or", "replace");
        if (tokens.peek().is("view")) {
            return view(all);
        }
        if (replaces) {
            throw tokens.unexpected();
        }
        if (tokens.take("schema")) {
            return schema(all, tokens);
        }
        if (GrantStatements.isHolder(tokens.peek())) {
            return GrantStatements.holder(tokens, "CREATE");
        }
        boolean temporary =
                tokens.take("temp") || tokens.take("temporary") || tokens.take("local", "temp");
        tokens.expect("table");
        return table(tokens, temporary);
    }

    /** Nothing but the schema: what it is to hold would come past all rules for tables. */
    private static Plan schema(List<Token> all, Tokens tokens) {
        tokens.take("if", "not", "exists");
        tokens.name();
        if (tokens.take("authorization")) {
            tokens.name();
        }
        tokens.expectEnd();
        return Recognizer.local(all, "CREATE SCHEMA");
    }

    /** A late-binding view is noted and cannot be read: PostgreSQL has none. */
    private static Plan view(List<Token> all) {
        List<Token> query =
                all.stream()
                        .dropWhile(it -> !it.is("as"))
                        .skip(1)
                        .dropWhile(it -> it.isSymbol("("))
                        .toList();
        if (query.isEmpty() || !(query.getFirst().is("select") || query.getFirst().is("with"))) {
            throw new StandinException("42601", "syntax error at or near \"view\"");
        }
        Recognizer.read(query);
        int last = all.size();
        boolean late =
                last > 4
                        && all.get(last - 4).is("with")
                        && all.get(last - 3).is("no")
                        && all.get(last - 2).is("schema")
                        && all.get(last - 1).is("binding");
        if (!late) {
            return Recognizer.local(all, "CREATE VIEW");
        }
        String definition = all.stream().map(Token::text).collect(Collectors.joining(" "));
        return new Local(
                List.of(
                        "INSERT INTO _standin.late_views VALUES ('', '', "
                                + Rewriter.literal(definition)
                                + ")"),
                "CREATE VIEW",
                new Allowed());
    }

    private static Plan table(Tokens tokens, boolean temporary) {
        boolean lenient = tokens.take("if", "not", "exists");
        String name = Recognizer.table(tokens);
        String head =
                "CREATE "
                        + (temporary ? "TEMP " : "")
                        + "TABLE "
                        + (lenient ? "IF NOT EXISTS " : "")
                        + name;
        tokens.expectSymbol("(");
        String body = tokens.take("like") ? like(tokens) : columns(tokens);
        tokens.expectSymbol(")");
        while (!tokens.atEnd()) {
            attribute(tokens);
        }
        return new Local(List.of(head + " (" + body + ")"), "CREATE TABLE", new Allowed());
    }

    private static String like(Tokens tokens) {
        String source = Recognizer.table(tokens);
        boolean defaults = tokens.take("including", "defaults");
        return "LIKE "
                + source
                + " INCLUDING CONSTRAINTS"
                + (defaults ? " INCLUDING DEFAULTS" : "");
    }

    private static String columns(Tokens tokens) {
        List<ColumnDefinition> columns = new ArrayList<>();
        do {
            if (tokens.take("constraint")) {
                tokens.name();
            }
            if (tokens.take("primary", "key") || tokens.take("unique")) {
                tokens.names();
            } else if (tokens.take("foreign", "key")) {
                tokens.names();
                ColumnDefinition.references(tokens);
            } else {
                columns.add(ColumnDefinition.read(tokens));
            }
        } while (tokens.takeSymbol(","));
        ColumnDefinition.checkNames(columns);
        return columns.stream().map(ColumnDefinition::sql).collect(Collectors.joining(", "));
    }

    private static void attribute(Tokens tokens) {
        if (tokens.take("diststyle")) {
            String style = tokens.next().text();
            if (!List.of("auto", "even", "all", "key").contains(style)) {
                throw new StandinException("42601", "syntax error at or near \"" + style + '"');
            }
        } else if (tokens.take("backup")) {
            tokens.next();
        } else if (tokens.take("distkey")) {
            tokens.names();
        } else {
            tokens.take("compound");
            tokens.take("interleaved");
            tokens.expect("sortkey");
            if (!tokens.take("auto")) {
                tokens.names();
            }
        }
    }
}
