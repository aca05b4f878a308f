package io.sluice.standin.copy;

import io.sluice.standin.StandinException;
import io.sluice.standin.copy.CopyOptions.Authorization;
import io.sluice.standin.copy.CopyOptions.Compression;
import io.sluice.standin.sql.Lexer;
import io.sluice.standin.sql.Token;
import io.sluice.standin.sql.Tokens;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads COPY's grammar: options in any order, none twice, none beside one that excludes it. What
 * would change or drop values on the way is refused as not known here, though Redshift has it: no
 * statement of Sluice may need it.
 */
public final class CopyParser {
    private static final Set<String> LOSSY =
            Set.of(
                    "truncatecolumns",
                    "acceptinvchars",
                    "acceptanydate",
                    "blanksasnull",
                    "trimblanks",
                    "emptyasnull",
                    "fillrecord",
                    "ignoreallerrors",
                    "ignoreblanklines",
                    "roundec");

    private static final Set<String> UNKNOWN =
            Set.of(
                    "json",
                    "avro",
                    "parquet",
                    "orc",
                    "fixedwidth",
                    "shapefile",
                    "bzip2",
                    "lzop",
                    "ssh",
                    "encrypted",
                    "master_symmetric_key",
                    "readratio",
                    "explicit_ids",
                    "removequotes",
                    "escape",
                    "credentials",
                    "job");

    private final Tokens tokens;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> texts = new HashMap<>();
    private Optional<Authorization> authorization = Optional.empty();
    private Compression compression = Compression.NONE;
    private boolean anyTimeFormat;
    private int ignoreHeader;
    private int maxError;

    private CopyParser(List<Token> tokens) {
        this.tokens = new Tokens(tokens);
    }

    /**
     * Reads one statement, without a semicolon.
     *
     * @throws StandinException if it is none that Redshift takes, or that is known here
     */
    public static CopyCommand parse(String sql) {
        return new CopyParser(Lexer.tokens(sql)).command();
    }

    private CopyCommand command() {
        tokens.expect("copy");
        String first = tokens.name();
        Optional<String> schema = Optional.empty();
        if (tokens.takeSymbol(".")) {
            schema = Optional.of(first);
            first = tokens.name();
        }
        List<String> columns = tokens.peek().isSymbol("(") ? tokens.names() : List.of();
        if (new HashSet<>(columns).size() != columns.size()) {
            throw new StandinException("42701", "a column is specified more than once");
        }
        tokens.expect("from");
        if (tokens.peek().is("stdin")) {
            throw new StandinException("0A000", "COPY FROM STDIN is not supported");
        }
        String url = tokens.string();
        if (!url.startsWith("s3://")) {
            throw new StandinException("0A000", "the stand-in copies only from s3://");
        }
        while (!tokens.atEnd()) {
            option();
        }
        return new CopyCommand(schema, first, columns, url, options());
    }

    private void option() {
        Token word = tokens.next();
        if (word.kind() != Token.Kind.WORD) {
            throw new StandinException("42601", "syntax error at or near \"" + word.text() + '"');
        }
        String name = word.text().equals("format") ? format() : word.text();
        if (!seen.add(name.equals("null") ? "null as" : name)) {
            throw new StandinException("42601", "conflicting or redundant options");
        }
        switch (name) {
            case "iam_role" ->
                    authorize(
                            tokens.take("default")
                                    ? new CopyOptions.DefaultRole()
                                    : new CopyOptions.Role(tokens.string()));
            case "access_key_id", "secret_access_key", "session_token" ->
                    texts.put(name, tokens.string());
            case "manifest", "csv", "noload" -> {}
            case "gzip" -> compress(Compression.GZIP);
            case "zstd" -> compress(Compression.ZSTD);
            case "quote", "delimiter", "null" -> {
                tokens.take("as");
                texts.put(name, tokens.string());
            }
            case "region" -> {
                tokens.take("as");
                texts.put(name, tokens.string());
            }
            case "timeformat", "dateformat" -> timeFormat(name);
            case "encoding" -> encoding();
            case "ignoreheader" -> {
                tokens.take("as");
                ignoreHeader = tokens.integer();
            }
            case "maxerror" -> {
                tokens.take("as");
                maxError = tokens.integer();
            }
            case "compupdate", "statupdate" -> onOff();
            default -> throw unknown(name);
        }
    }

    private static StandinException unknown(String name) {
        if (LOSSY.contains(name) || UNKNOWN.contains(name)) {
            return new StandinException(
                    "0A000", "the stand-in does not know COPY's option " + name);
        }
        return new StandinException("42601", "syntax error at or near \"" + name + '"');
    }

    private String format() {
        tokens.take("as");
        return tokens.next().text();
    }

    private void authorize(Authorization by) {
        if (authorization.isPresent()) {
            throw new StandinException("42601", "conflicting or redundant options");
        }
        authorization = Optional.of(by);
    }

    private void compress(Compression by) {
        if (compression != Compression.NONE) {
            throw new StandinException("42601", "conflicting or redundant options");
        }
        compression = by;
    }

    private void timeFormat(String name) {
        tokens.take("as");
        String format = tokens.string();
        if (!format.equals("auto")) {
            throw new StandinException(
                    "0A000", "the stand-in knows only " + name + " 'auto', not '" + format + "'");
        }
        anyTimeFormat |= name.equals("timeformat");
    }

    private void encoding() {
        tokens.take("as");
        if (!tokens.next().text().equals("utf8")) {
            throw new StandinException("0A000", "the stand-in knows only ENCODING UTF8");
        }
    }

    private void onOff() {
        if (!tokens.take("off") && !tokens.take("on") && !tokens.take("preset")) {
            tokens.take("true");
            tokens.take("false");
        }
    }

    private CopyOptions options() {
        if (!seen.contains("csv")) {
            throw new StandinException("0A000", "the stand-in copies only CSV");
        }
        if (maxError > 100_000) {
            throw new StandinException("22023", "MAXERROR must be between 0 and 100000");
        }
        if (maxError > 1) {
            throw new StandinException(
                    "0A000", "the stand-in passes over no row: MAXERROR " + maxError);
        }
        return new CopyOptions(
                rights(),
                seen.contains("manifest"),
                character("quote", '"'),
                character("delimiter", ','),
                compression,
                texts.getOrDefault("null", "\\N"),
                anyTimeFormat,
                ignoreHeader,
                seen.contains("noload"),
                Optional.ofNullable(texts.get("region")));
    }

    private Authorization rights() {
        String access = texts.get("access_key_id");
        String secret = texts.get("secret_access_key");
        if ((access == null) != (secret == null) || (access == null) == authorization.isEmpty()) {
            throw new StandinException(
                    "42601", "COPY needs IAM_ROLE, or ACCESS_KEY_ID and SECRET_ACCESS_KEY");
        }
        return access == null || secret == null
                ? authorization.orElseThrow()
                : new CopyOptions.Keys(access, secret);
    }

    private char character(String name, char or) {
        String text = texts.getOrDefault(name, String.valueOf(or));
        if (text.length() != 1 || text.charAt(0) > 126) {
            throw new StandinException(
                    "22023", "COPY " + name + " must be a single ASCII character");
        }
        return text.charAt(0);
    }
}
