package io.sluice.runtime;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 512KiB}, {@code 4MiB}, {@code 1048576}. */
public final class ByteSizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB|TiB)?");

    private ByteSizes() {}

    /** Empty where the text is no size, or one past 2^63. */
    public static OptionalLong parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String unit = matcher.group(2);
        int shift =
                switch (unit == null ? "B" : unit) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    case "TiB" -> 40;
                    default -> 0;
                };
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE >> shift
                ? OptionalLong.empty()
                : OptionalLong.of(number << shift);
    }

    /** The shortest text that {@link #parse} reads back to the same size. */
    static String text(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < units.length - 1) {
            number /= 1024;
            unit++;
        }
        return number + units[unit];
    }
}
