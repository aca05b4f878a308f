package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Token.Kind;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a statement into tokens; comments and white space are left out. */
public final class Lexer {
    /** Redshift takes no longer statement: 16 MB. */
    public static final int MAX_STATEMENT = 16 * 1024 * 1024;

    private static final String OPERATOR = "<>=!|:~*/+-%^&#@?";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /**
     * All tokens of a text.
     *
     * @throws StandinException if a quote is open at the end, or the text is too long
     */
    public static List<Token> tokens(String sql) {
        int bytes = sql.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_STATEMENT) {
            throw new StandinException(
                    "54000",
                    "Statement is too large. Statement Size: %d bytes. Maximum Allowed: %d bytes"
                            .formatted(bytes, MAX_STATEMENT));
        }
        Lexer lexer = new Lexer(sql);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (sql.startsWith("--", at)) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else if (c == '"') {
                quoted('"', Kind.QUOTED);
            } else if (c == '\'') {
                quoted('\'', Kind.STRING);
            } else if (isWordStart(c)) {
                word();
            } else if (Character.isDigit(c) || (c == '.' && isDigit(at + 1))) {
                number();
            } else if (c == '$' && isDigit(at + 1)) {
                int start = at++;
                while (isDigit(at)) {
                    at++;
                }
                add(Kind.PARAMETER, start);
            } else {
                symbol(c);
            }
        }
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_' || c > 127;
    }

    private boolean isDigit(int index) {
        return index < sql.length() && Character.isDigit(sql.charAt(index));
    }

    private void add(Kind kind, int start) {
        tokens.add(new Token(kind, sql.substring(start, at), start, at));
    }

    private void word() {
        int start = at;
        while (at < sql.length()
                && (isWordStart(sql.charAt(at)) || isDigit(at) || sql.charAt(at) == '$')) {
            at++;
        }
        String text = sql.substring(start, at).toLowerCase(Locale.ROOT);
        tokens.add(new Token(Kind.WORD, text, start, at));
    }

    private void number() {
        int start = at;
        while (at < sql.length() && (isDigit(at) || sql.charAt(at) == '.')) {
            at++;
        }
        if (at < sql.length() && (sql.charAt(at) | 32) == 'e') {
            int mark = at + 1;
            if (mark < sql.length() && (sql.charAt(mark) == '-' || sql.charAt(mark) == '+')) {
                mark++;
            }
            if (isDigit(mark)) {
                at = mark;
                while (isDigit(at)) {
                    at++;
                }
            }
        }
        add(Kind.NUMBER, start);
    }

    /** A doubled quote means one; in texts a backslash means what follows it. */
    private void quoted(char quote, Kind kind) {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (true) {
            if (at >= sql.length()) {
                throw new StandinException(
                        "42601", "unterminated quoted string at or near \"" + near(start) + '"');
            }
            char c = sql.charAt(at++);
            if (c == quote && at < sql.length() && sql.charAt(at) == quote) {
                at++;
            } else if (c == quote) {
                break;
            } else if (c == '\\' && kind == Kind.STRING && at < sql.length()) {
                c = sql.charAt(at++);
            }
            text.append(c);
        }
        tokens.add(new Token(kind, text.toString(), start, at));
    }

    private String near(int start) {
        return sql.substring(start, Math.min(sql.length(), start + 40));
    }

    private void symbol(char c) {
        int start = at++;
        if (OPERATOR.indexOf(c) >= 0 && c != '*') {
            while (at < sql.length()
                    && OPERATOR.indexOf(sql.charAt(at)) >= 0
                    && !sql.startsWith("--", at)
                    && !sql.startsWith("/*", at)
                    && sql.charAt(at) != '-'
                    && sql.charAt(at) != '+') {
                at++;
            }
        }
        add(Kind.SYMBOL, start);
    }
}
