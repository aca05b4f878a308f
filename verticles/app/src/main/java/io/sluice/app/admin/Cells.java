package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Locale;

/** Values as a table for people shows them. */
final class Cells {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Cells() {}

    static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }

    /** With separators; empty where there is none. */
    static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : "";
    }

    static String bytes(JsonNode value) {
        if (!value.isNumber()) {
            return "";
        }
        double size = value.asDouble();
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0
                ? "%d B".formatted(value.asLong())
                : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }

    static String millis(JsonNode value) {
        return value.isNumber() ? seconds(value.asLong() / 1000) : "";
    }

    /** As {@code 3d}, {@code 2h 5m}, {@code 40s}. */
    static String seconds(long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        if (time.toDays() > 0) {
            return part(time.toDays(), "d") + part(time.toHoursPart(), " h").replace(" h", "h");
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h" + part(time.toMinutesPart(), "m");
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + "m" + part(time.toSecondsPart(), "s")
                : time.toSeconds() + "s";
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    /** Without what moves the cursor or colours the terminal: events are hostile. */
    static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '·' : c));
        return safe.toString();
    }
}
