package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.ColumnType;
import io.sluice.standin.sql.Plan.Allowed;
import io.sluice.standin.sql.Plan.Local;
import io.sluice.standin.sql.Plan.Refused;

import java.util.List;

/** ALTER TABLE: one clause a statement. */
final class AlterStatements {
    private AlterStatements() {}

    static Plan plan(Tokens tokens) {
        tokens.expect("alter");
        tokens.expect("table");
        String table = Recognizer.table(tokens);
        Plan plan;
        if (tokens.take("add")) {
            plan = add(tokens, table);
        } else if (tokens.take("alter")) {
            plan = grow(tokens, table);
        } else if (tokens.take("rename")) {
            plan = rename(tokens, table);
        } else {
            tokens.expect("drop");
            tokens.take("column");
            String column = Rewriter.quote(tokens.name());
            boolean cascade = tokens.take("cascade");
            tokens.take("restrict");
            plan = alter(table, "DROP COLUMN " + column + (cascade ? " CASCADE" : ""));
        }
        tokens.expectEnd();
        return plan;
    }

    private static Local alter(String table, String clause) {
        return new Local(
                List.of("ALTER TABLE " + table + " " + clause), "ALTER TABLE", new Allowed());
    }

    private static Plan add(Tokens tokens, String table) {
        if (tokens.take("constraint")) {
            tokens.name();
        }
        if (tokens.take("primary", "key") || tokens.take("unique")) {
            tokens.names();
            return new Local(List.of(), "ALTER TABLE", new Allowed());
        }
        tokens.take("column");
        if (tokens.take("if")) {
            throw tokens.unexpected();
        }
        denyKeys(tokens);
        ColumnDefinition column = ColumnDefinition.read(tokens);
        if (column.rest().contains("NOT NULL") && !column.rest().contains("DEFAULT")) {
            throw new StandinException(
                    "0A000",
                    "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default"
                            + " expression");
        }
        return alter(table, "ADD COLUMN " + column.sql());
    }

    /** A column that is added later can be no key. */
    private static void denyKeys(Tokens tokens) {
        for (Token token : tokens.rest()) {
            if (List.of("unique", "primary", "references", "distkey", "sortkey", "identity")
                    .contains(token.text())) {
                throw new StandinException(
                        "42601", "syntax error at or near \"" + token.text() + '"');
            }
        }
    }

    private static Plan rename(Tokens tokens, String table) {
        if (tokens.take("to")) {
            return alter(table, "RENAME TO " + Rewriter.quote(tokens.name()));
        }
        tokens.take("column");
        String from = Rewriter.quote(tokens.name());
        tokens.expect("to");
        return alter(table, "RENAME COLUMN " + from + " TO " + Rewriter.quote(tokens.name()));
    }

    private static Plan grow(Tokens tokens, String table) {
        tokens.take("column");
        String column = tokens.name();
        tokens.expect("type");
        if (!(ColumnDefinition.type(tokens) instanceof ColumnType.Varchar varchar)) {
            throw new StandinException(
                    "0A000", "ALTER COLUMN TYPE is only supported for VARCHAR columns");
        }
        return new Local(
                List.of(
                        "SELECT _standin.grow(%s::regclass, %s, %d)"
                                .formatted(
                                        Rewriter.literal(table),
                                        Rewriter.literal(column),
                                        varchar.bytes())),
                "ALTER TABLE",
                new Refused("ALTER TABLE ALTER COLUMN cannot run inside a transaction block"));
    }
}
