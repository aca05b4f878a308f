package io.sluice.runtime;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${NAME}} and {@code ${NAME:-fallback}} from environment variables.
 *
 * @param variables name to value
 */
record Environment(Map<String, String> variables) {
    private static final Pattern PLACE =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\\}");

    String expand(String key, String text, Problems problems) {
        if (text.indexOf("${") < 0) {
            return text;
        }
        return PLACE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(key, match, problems)));
    }

    private String value(String key, java.util.regex.MatchResult match, Problems problems) {
        String name = match.group(1);
        String value = variables.get(name);
        if (value != null) {
            return value;
        }
        if (match.group(2) != null) {
            return match.group(3);
        }
        problems.add(
                new Problem(
                        key,
                        "${" + name + "}",
                        "names an environment variable that is not set",
                        "set " + name + ", or write ${" + name + ":-fallback}"));
        return "";
    }
}
