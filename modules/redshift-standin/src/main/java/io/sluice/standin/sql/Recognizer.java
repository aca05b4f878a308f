package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.CopyParser;
import io.sluice.standin.sql.Plan.Allowed;
import io.sluice.standin.sql.Plan.Commits;
import io.sluice.standin.sql.Plan.Forward;
import io.sluice.standin.sql.Plan.Local;
import io.sluice.standin.sql.Plan.Refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what a statement is. Whatever has none of the known shapes is refused. Pure. */
public final class Recognizer {
    private Recognizer() {}

    /** The statements of a text, at semicolons. */
    public static List<String> split(String sql) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        for (Token token : Lexer.tokens(sql)) {
            if (token.isSymbol(";")) {
                statements.add(sql.substring(start, token.start()));
                start = token.end();
            }
        }
        statements.add(sql.substring(start));
        statements.removeIf(it -> Lexer.tokens(it).isEmpty());
        return statements;
    }

    /**
     * What to do for one statement.
     *
     * @throws StandinException with what Redshift, or the stand-in, says of it
     */
    public static Plan plan(String sql) {
        List<Token> all = Lexer.tokens(sql);
        if (all.isEmpty()) {
            return new Forward("", Optional.empty());
        }
        Tokens tokens = new Tokens(all);
        Token first = tokens.peek();
        return switch (first.kind() == Token.Kind.WORD ? first.text() : "") {
            case "select", "with" -> read(all);
            case "insert" -> insert(all, tokens);
            case "update" -> update(all, tokens);
            case "delete" -> delete(all, tokens);
            case "set", "reset", "show" -> SettingStatements.plan(all, tokens);
            case "begin", "start" -> begin(tokens);
            case "commit", "end" -> end(tokens, "COMMIT");
            case "rollback", "abort" -> end(tokens, "ROLLBACK");
            case "lock" -> lock(tokens);
            case "copy" -> new Plan.Copy(CopyParser.parse(sql));
            case "create" -> CreateStatements.plan(all, tokens);
            case "alter" -> AlterStatements.plan(tokens);
            case "drop" -> drop(all, tokens);
            case "comment" -> comment(all, tokens);
            case "grant", "revoke" -> GrantStatements.plan(tokens);
            case "analyze" -> analyze(tokens);
            case "vacuum" -> vacuum(tokens);
            case "truncate" -> truncate(tokens);
            default -> throw tokens.unexpected();
        };
    }

    static Local local(List<Token> all, String tag) {
        return new Local(List.of(Rewriter.rewrite(all)), tag, new Allowed());
    }

    /** What only reads. */
    static Plan read(List<Token> all) {
        denyAnywhere(all, "into");
        for (int i = 0; i + 1 < all.size(); i++) {
            if (all.get(i).is("values") && all.get(i + 1).isSymbol("(")) {
                throw new StandinException("42601", "syntax error at or near \"values\"");
            }
        }
        return new Forward(Rewriter.rewrite(all), Optional.empty());
    }

    private static Plan insert(List<Token> all, Tokens tokens) {
        tokens.expect("insert");
        tokens.expect("into");
        String table = table(tokens);
        boolean begins =
                tokens.peek().isSymbol("(")
                        || List.of("values", "select", "with", "default")
                                .contains(tokens.peek().text());
        if (!begins) {
            throw tokens.unexpected();
        }
        return new Forward(Rewriter.rewrite(all), Optional.of(table));
    }

    private static void denyAnywhere(List<Token> all, String word) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).is(word) && (i == 0 || !all.get(i - 1).isSymbol("."))) {
                throw new StandinException("42601", "syntax error at or near \"" + word + '"');
            }
        }
    }

    private static Plan update(List<Token> all, Tokens tokens) {
        tokens.expect("update");
        String table = table(tokens);
        tokens.expect("set");
        int depth = 0;
        assigned(tokens);
        while (!tokens.atEnd() && !(depth == 0 && ends(tokens.peek()))) {
            Token token = tokens.next();
            depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            if (depth == 0 && token.isSymbol(",")) {
                assigned(tokens);
            }
        }
        return new Forward(Rewriter.rewrite(all), Optional.of(table));
    }

    /** One column, without its table, gets one value. */
    private static void assigned(Tokens tokens) {
        tokens.name();
        tokens.expectSymbol("=");
    }

    private static boolean ends(Token token) {
        return token.is("from") || token.is("where");
    }

    private static Plan delete(List<Token> all, Tokens tokens) {
        tokens.expect("delete");
        tokens.take("from");
        String table = table(tokens);
        if (!tokens.atEnd() && !tokens.peek().is("using") && !tokens.peek().is("where")) {
            throw tokens.unexpected();
        }
        return new Forward(Rewriter.rewrite(all), Optional.of(table));
    }

    private static Plan begin(Tokens tokens) {
        boolean start = tokens.take("start", "transaction");
        if (!start) {
            tokens.expect("begin");
            tokens.take("work");
            tokens.take("transaction");
        }
        boolean readOnly = false;
        while (!tokens.atEnd()) {
            tokens.takeSymbol(",");
            if (tokens.take("read", "only")) {
                readOnly = true;
            } else if (tokens.take("isolation", "level")) {
                // Taken without an effect: the level is the database's.
                tokens.next();
                tokens.take("read");
                tokens.take("committed");
                tokens.take("uncommitted");
            } else {
                tokens.expect("read");
                tokens.expect("write");
            }
        }
        return new Forward("BEGIN" + (readOnly ? " READ ONLY" : ""), Optional.empty());
    }

    private static Plan end(Tokens tokens, String sql) {
        tokens.next();
        tokens.take("work");
        tokens.take("transaction");
        tokens.expectEnd();
        return new Forward(sql, Optional.empty());
    }

    private static Plan lock(Tokens tokens) {
        tokens.expect("lock");
        tokens.take("table");
        List<String> tables = new ArrayList<>();
        do {
            tables.add(table(tokens));
        } while (tokens.takeSymbol(","));
        tokens.expectEnd();
        return new Forward(
                "LOCK TABLE " + String.join(", ", tables) + " IN ACCESS EXCLUSIVE MODE",
                Optional.empty());
    }

    private static Plan drop(List<Token> all, Tokens tokens) {
        tokens.expect("drop");
        if (GrantStatements.isHolder(tokens.peek())) {
            return GrantStatements.holder(tokens, "DROP");
        }
        String what = tokens.next().text();
        return switch (what) {
            case "table", "view", "schema" ->
                    local(all, "DROP " + what.toUpperCase(java.util.Locale.ROOT));
            default ->
                    throw new StandinException("42601", "syntax error at or near \"" + what + '"');
        };
    }

    private static Plan comment(List<Token> all, Tokens tokens) {
        tokens.expect("comment");
        tokens.expect("on");
        if (!tokens.take("table") && !tokens.take("column") && !tokens.take("view")) {
            throw tokens.unexpected();
        }
        return local(all, "COMMENT");
    }

    private static Plan analyze(Tokens tokens) {
        tokens.expect("analyze");
        tokens.take("verbose");
        if (!tokens.atEnd()) {
            table(tokens);
        }
        if (tokens.peek().isSymbol("(")) {
            tokens.names();
        }
        if (tokens.take("predicate") || tokens.take("all")) {
            tokens.expect("columns");
        }
        tokens.expectEnd();
        return new Local(List.of(), "ANALYZE", new Allowed());
    }

    private static Plan vacuum(Tokens tokens) {
        tokens.expect("vacuum");
        if (!tokens.take("full")
                && !tokens.take("sort", "only")
                && !tokens.take("delete", "only")
                && !tokens.take("reindex")) {
            tokens.take("recluster");
        }
        if (!tokens.atEnd()) {
            table(tokens);
        }
        if (tokens.take("to")) {
            tokens.integer();
            tokens.expect("percent");
        }
        tokens.take("boost");
        tokens.expectEnd();
        return new Local(
                List.of(), "VACUUM", new Refused("VACUUM cannot run inside a transaction block"));
    }

    private static Plan truncate(Tokens tokens) {
        tokens.expect("truncate");
        tokens.take("table");
        String table = table(tokens);
        tokens.expectEnd();
        return new Local(List.of("TRUNCATE TABLE " + table), "TRUNCATE TABLE", new Commits());
    }

    /** A name of a table, perhaps with its schema, quoted for PostgreSQL. */
    static String table(Tokens tokens) {
        String name = Rewriter.quote(tokens.name());
        return tokens.takeSymbol(".") ? name + "." + Rewriter.quote(tokens.name()) : name;
    }
}
