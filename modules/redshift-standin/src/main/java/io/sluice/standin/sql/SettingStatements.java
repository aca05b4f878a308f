package io.sluice.standin.sql;

import io.sluice.standin.StandinException;
import io.sluice.standin.sql.Plan.Forward;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** SET, RESET and SHOW of settings that Redshift has. */
final class SettingStatements {
    /** The smallest number that Redshift refuses. */
    private static final int TOO_MANY_DIGITS = 3;

    private SettingStatements() {}

    static Plan plan(List<Token> all, Tokens tokens) {
        Token verb = tokens.next();
        if (tokens.take("session", "characteristics")) {
            // The isolation level is the database's whatever a session says.
            return new Forward("SET standin.characteristics TO 'x'", Optional.empty());
        }
        tokens.take("session");
        boolean local = tokens.take("local");
        if (verb.is("show") && tokens.peek().is("transaction")) {
            return new Forward("SHOW transaction_isolation", Optional.empty());
        }
        String name = tokens.next().text();
        String stored = stored(name);
        if (verb.is("show")) {
            return new Forward(
                    stored.equals(name)
                            ? "SHOW " + name
                            : "SELECT current_setting('" + stored + "', true) AS " + name,
                    Optional.empty());
        }
        if (verb.is("reset")) {
            return new Forward("RESET " + stored, Optional.empty());
        }
        if (!tokens.takeSymbol("=")) {
            tokens.expect("to");
        }
        String value =
                tokens.rest().stream()
                        .map(SettingStatements::value)
                        .collect(Collectors.joining(" "));
        if (name.equals("extra_float_digits") && digits(value) >= TOO_MANY_DIGITS) {
            throw new StandinException(
                    "22023",
                    value
                            + " is outside the valid range for parameter \"extra_float_digits\""
                            + " (-15 .. 2)");
        }
        boolean path = name.equals("search_path");
        return new Forward(
                (local ? "SET LOCAL " : "SET ")
                        + stored
                        + " TO "
                        + value
                        + (path ? ", _standin, pg_catalog" : ""),
                Optional.empty());
    }

    private static int digits(String value) {
        return Integer.parseInt(value.replaceAll("[^0-9]", "0"));
    }

    private static String value(Token token) {
        return switch (token.kind()) {
            case STRING -> Rewriter.literal(token.text());
            case QUOTED -> Rewriter.quote(token.text());
            default -> token.text();
        };
    }

    private static String stored(String name) {
        if (Known.SHARED_SETTINGS.contains(name)) {
            return name;
        }
        if (Known.OWN_SETTINGS.contains(name)) {
            return "standin." + name;
        }
        throw new StandinException("42704", "unrecognized configuration parameter \"" + name + '"');
    }
}
