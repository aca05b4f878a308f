package io.sluice.faults.load;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Values as texts, the same whatever type a column has become. */
final class Values {
    private static final Pattern INSTANT =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private Values() {}

    /** Numbers without zeros that say nothing, instants in UTC, arrays and objects as JSON. */
    static String text(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        if (value.isContainerNode()) {
            return value.toString();
        }
        String text = value.asText();
        return INSTANT.matcher(text).matches()
                ? OffsetDateTime.parse(text).toInstant().toString()
                : text;
    }
}
