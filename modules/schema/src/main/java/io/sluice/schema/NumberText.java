package io.sluice.schema;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a JSON number is, and its one spelling: no exponent and no needless zeros where that takes
 * at most {@link #MAX_PLAIN} characters (every double does), else scientific. Numbers too long to
 * be read at all keep the spelling they came in.
 *
 * @param facts the facts of this one number
 * @param text the spelling
 */
public record NumberText(Facts facts, String text) {
    /** The smallest double has 324 digits after the point and up to 17 more. */
    static final int MAX_PLAIN = 400;

    private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    /** Redshift takes smaller magnitudes for zero. */
    private static final double LEAST_DOUBLE = 1e-307;

    /** Reads a number that the scanner has passed. */
    public static NumberText of(byte[] json, int start, int end) {
        String sent = new String(json, start, end - start, US_ASCII);
        if (sent.length() > MAX_PLAIN) {
            return untold(sent);
        }
        BigDecimal value;
        try {
            value = new BigDecimal(sent).stripTrailingZeros();
        } catch (NumberFormatException | ArithmeticException exponentBeyondInt) {
            return untold(sent);
        }
        if (value.signum() == 0) {
            return new NumberText(Facts.OF_INT64, "0");
        }
        long intDigits = Math.max(0L, (long) value.precision() - value.scale());
        long scale = Math.max(0L, value.scale());
        boolean plain = intDigits + scale + 3 <= MAX_PLAIN;
        String text = plain ? value.toPlainString() : value.toString();
        return new NumberText(
                Facts.ofNumber(
                        !isInt64(value, intDigits),
                        !isDouble(sent, value),
                        (int) Math.min(intDigits, Facts.UNLIMITED),
                        (int) Math.min(scale, Facts.UNLIMITED),
                        text.length()),
                text);
    }

    private static NumberText untold(String sent) {
        return new NumberText(
                Facts.ofNumber(true, true, Facts.UNLIMITED, Facts.UNLIMITED, sent.length()), sent);
    }

    private static boolean isInt64(BigDecimal value, long intDigits) {
        if (value.scale() > 0 || intDigits > 19) {
            return false;
        }
        BigInteger whole = value.toBigIntegerExact();
        return whole.compareTo(MIN_LONG) >= 0 && whole.compareTo(MAX_LONG) <= 0;
    }

    /** The double nearest to the number prints as the same number, whoever prints it. */
    private static boolean isDouble(String sent, BigDecimal value) {
        double nearest = Double.parseDouble(sent);
        return Double.isFinite(nearest)
                && Math.abs(nearest) >= LEAST_DOUBLE
                && new BigDecimal(Double.toString(nearest)).compareTo(value) == 0
                && !isMidway(value, nearest);
    }

    /**
     * The number lies exactly between two doubles, as 1e23 does. Java prints it for the even one of
     * them; PostgreSQL, which takes no number from the border, prints 9.999999999999999e+22. Only
     * whole numbers of few digits can lie there.
     */
    private static boolean isMidway(BigDecimal value, double nearest) {
        if (value.scale() > 0) {
            return false;
        }
        BigDecimal exact = new BigDecimal(nearest);
        double other = value.compareTo(exact) > 0 ? Math.nextUp(nearest) : Math.nextDown(nearest);
        return Double.isFinite(other)
                && exact.add(new BigDecimal(other)).compareTo(value.add(value)) == 0;
    }
}
