package io.sluice.runtime;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Spans of time as people write them: {@code 250ms}, {@code 30s}, {@code 5m}, {@code PT5M}. */
public final class Durations {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    private Durations() {}

    /** Empty where the text is no span of time, or a negative one. */
    public static Optional<Duration> parse(String text) {
        var matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    });
        }
        if (!text.startsWith("P") && !text.startsWith("p")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.parse(text)).filter(span -> !span.isNegative());
        } catch (DateTimeParseException notIso) {
            return Optional.empty();
        }
    }

    /** The shortest text that {@link #parse} reads back to the same span. */
    static String text(Duration span) {
        long millis = span.toMillis();
        if (!Duration.ofMillis(millis).equals(span)) {
            return span.toString();
        }
        if (millis % 1000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
