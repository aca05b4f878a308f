package io.sluice.standin.sql;

import static java.util.stream.Collectors.joining;

import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Plan.Allowed;
import io.sluice.standin.sql.Plan.Local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * GRANT and REVOKE on tables, columns, schemas and databases, and who can be granted something. A
 * group and a role are roles of PostgreSQL whose names begin with what they are.
 */
final class GrantStatements {
    private static final Set<String> ON_COLUMNS = Set.of("select", "update");
    private static final Set<String> ON_TABLES =
            Set.of("select", "insert", "update", "delete", "references");
    private static final Set<String> ON_SCHEMAS = Set.of("create", "usage");
    private static final Set<String> ON_DATABASES = Set.of("create", "temporary", "temp");

    private final Tokens tokens;
    private final boolean grants;

    private GrantStatements(Tokens tokens, boolean grants) {
        this.tokens = tokens;
        this.grants = grants;
    }

    static Plan plan(Tokens tokens) {
        boolean grants = tokens.next().is("grant");
        return new GrantStatements(tokens, grants).plan();
    }

    private Plan plan() {
        boolean option = !grants && tokens.take("grant", "option", "for");
        List<Right> rights = new ArrayList<>();
        do {
            rights.addAll(rights());
        } while (tokens.takeSymbol(","));
        boolean columns = rights.stream().anyMatch(it -> !it.columns().isEmpty());
        tokens.expect("on");
        String on = target(rights, columns);
        tokens.expect(grants ? "to" : "from");
        String begin =
                (grants ? "GRANT " : option ? "REVOKE GRANT OPTION FOR " : "REVOKE ")
                        + String.join(", ", rights.stream().map(Right::sql).toList())
                        + " ON "
                        + on
                        + (grants ? " TO " : " FROM ");
        List<String> sql = grantees(columns).stream().map(it -> begin + it).toList();
        tokens.expectEnd();
        return new Local(sql, grants ? "GRANT" : "REVOKE", new Allowed());
    }

    private record Right(String word, List<String> columns) {
        String sql() {
            String name = word.toUpperCase(Locale.ROOT);
            return columns.isEmpty()
                    ? name
                    : name
                            + columns.stream()
                                    .map(Rewriter::quote)
                                    .collect(joining(", ", " (", ")"));
        }
    }

    /** ALL of a column is less here than in PostgreSQL. */
    private List<Right> rights() {
        Token token = tokens.next();
        boolean all = token.is("all");
        if (all) {
            tokens.take("privileges");
        }
        if (!tokens.peek().isSymbol("(")) {
            return List.of(new Right(token.text(), List.of()));
        }
        List<String> columns = tokens.names();
        if (!all && !ON_COLUMNS.contains(token.text())) {
            throw new StandinException(
                    "0LP01", "invalid privilege type " + token.text() + " for column");
        }
        return all
                ? List.of(new Right("select", columns), new Right("update", columns))
                : List.of(new Right(token.text(), columns));
    }

    private String target(List<Right> rights, boolean columns) {
        if (!columns && tokens.take("schema")) {
            check(rights, ON_SCHEMAS);
            return "SCHEMA " + named();
        }
        if (!columns && tokens.take("database")) {
            check(rights, ON_DATABASES);
            return "DATABASE " + named();
        }
        check(rights, ON_TABLES);
        if (!columns && tokens.take("all", "tables", "in", "schema")) {
            return "ALL TABLES IN SCHEMA " + named();
        }
        tokens.take("table");
        List<String> tables = new ArrayList<>();
        do {
            tables.add(Recognizer.table(tokens));
        } while (tokens.takeSymbol(","));
        return "TABLE " + String.join(", ", tables);
    }

    private static void check(List<Right> rights, Set<String> known) {
        for (Right right : rights) {
            boolean alone = right.word().equals("all") && rights.size() == 1;
            if (!alone && !known.contains(right.word())) {
                throw new StandinException(
                        "42601", "syntax error at or near \"" + right.word() + '"');
            }
        }
    }

    private String named() {
        List<String> names = new ArrayList<>();
        do {
            names.add(Rewriter.quote(tokens.name()));
        } while (tokens.takeSymbol(","));
        return String.join(", ", names);
    }

    /** Each may have its own WITH GRANT OPTION, if it is a user. */
    private List<String> grantees(boolean columns) {
        List<String> grantees = new ArrayList<>();
        do {
            if (tokens.take("public")) {
                grantees.add("PUBLIC");
            } else if (tokens.take("group")) {
                grantees.add(Rewriter.quote("group:" + tokens.name()));
            } else if (tokens.take("role")) {
                grantees.add(Rewriter.quote("role:" + tokens.name()));
            } else {
                String user = Rewriter.quote(tokens.name());
                boolean passesOn = grants && !columns && tokens.take("with", "grant", "option");
                grantees.add(user + (passesOn ? " WITH GRANT OPTION" : ""));
            }
        } while (tokens.takeSymbol(","));
        return grantees;
    }

    /** CREATE or DROP of a user, a group or a role; none of them can log in. */
    static Plan holder(Tokens tokens, String verb) {
        String kind = tokens.next().text();
        String name = tokens.name();
        if (kind.equals("user") && verb.equals("CREATE")) {
            tokens.expect("password");
            tokens.expect("disable");
        }
        tokens.expectEnd();
        String role = kind.equals("user") ? name : kind + ":" + name;
        return new Local(
                List.of(verb + " ROLE " + Rewriter.quote(role)),
                verb + " " + kind.toUpperCase(Locale.ROOT),
                new Allowed());
    }

    static boolean isHolder(Token token) {
        return token.is("user") || token.is("group") || token.is("role");
    }
}
