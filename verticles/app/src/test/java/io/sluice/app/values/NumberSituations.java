package io.sluice.app.values;

import static io.sluice.app.values.Situation.large;
import static io.sluice.app.values.Situation.values;

import java.util.List;
import java.util.stream.IntStream;

/** Numbers that others round, cut or refuse. */
final class NumberSituations {
    private static final String GROUP = "Numbers";
    private static final String DIGITS = "1234567890123456789012345678901234567891";

    private NumberSituations() {}

    static List<Situation> all() {
        return List.of(
                values(GROUP, "whole numbers", "7", "-12", "0"),
                values(GROUP, "ordinary fractions", "19.99", "0.1", "-3.25"),
                values(GROUP, "whole, then fraction", "7", "8.5"),
                values(GROUP, "beyond 2^53", "9007199254740993", "-9007199254740993"),
                values(GROUP, "beyond 2^53, then fraction", "9007199254740993", "8.5"),
                values(GROUP, "the ends of 64 bits", "9223372036854775807", "-9223372036854775808"),
                values(GROUP, "beyond 2^63", "9223372036854775808", "-9223372036854775809", "1"),
                values(GROUP, "beyond 2^64", "18446744073709551616", "1"),
                values(GROUP, "a wei balance", "115792089237316195423570985008687907853", "0"),
                values(GROUP, "38 digits", "9".repeat(38), "-" + "9".repeat(38), "1"),
                values(GROUP, "38 digits, then fraction", "9".repeat(38), "0.5"),
                values(GROUP, "39 digits", "9".repeat(39), "1"),
                values(GROUP, "78 digits", "9".repeat(78), "0.5", "1"),
                large(GROUP, "1,000 digits", "1,000 digits", List.of("1".repeat(1000), "1")),
                values(GROUP, "1.0", "1.0", "2", "3.00"),
                values(GROUP, "1e3", "1e3", "1E+2", "5"),
                values(GROUP, "-0", "-0", "-0.0", "0", "-0e5"),
                values(GROUP, "1e-20", "1e-20", "0.5"),
                values(GROUP, "1e400", "1e400", "-1e400", "1"),
                values(GROUP, "1e-400", "1e-400", "0.5"),
                values(GROUP, "exponent beyond reason", "1e999999999999", "1E-999999999999", "1"),
                values(GROUP, "0.30000000000000004", "0.30000000000000004", "0.3"),
                values(
                        GROUP,
                        "the ends of doubles",
                        "1.7976931348623157e308",
                        "-1.7976931348623157e308",
                        "0.5"),
                values(GROUP, "below the doubles of Redshift", "5e-324", "2.5e-308", "0.5"),
                values(GROUP, "more digits than a double", "0.1234567890123456789", "0.5"),
                values(GROUP, "many digits on both sides", "12345678901234567890.123456789", "1"),
                values(GROUP, "money, large", "99999999999999999999999999999.99", "0.01"),
                values(GROUP, "both ends of a decimal", "9".repeat(29), "0.123456789", "0.1"),
                values(GROUP, "too long for any decimal", "9".repeat(29), "0." + "1".repeat(18)),
                large(
                        GROUP,
                        "fractions of 1 to 40 digits",
                        "0.1, 0.12, … to 40 digits",
                        IntStream.rangeClosed(1, 40)
                                .mapToObj(digits -> "0." + DIGITS.substring(0, digits))
                                .toList()),
                large(
                        GROUP,
                        "whole numbers of 1 to 40 digits",
                        "1, 12, … to 40 digits",
                        IntStream.rangeClosed(1, 40)
                                .mapToObj(digits -> DIGITS.substring(0, digits))
                                .toList()),
                large(
                        GROUP,
                        "powers of ten",
                        "1e-30, 1e-29, … 1e30",
                        IntStream.rangeClosed(-30, 30).mapToObj(n -> "1e" + n).toList()));
    }
}
