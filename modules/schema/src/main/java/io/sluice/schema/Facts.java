package io.sluice.schema;

/**
 * What is known of all values seen under one path. Facts only grow: {@link #join} takes the union
 * of the flags and the larger of the sizes, so it is commutative, associative and idempotent, and
 * any number of writers that see the same values in any order end with the same facts. The type is
 * a function of the facts alone.
 *
 * @param kinds which kinds of value were seen, a set of the bits {@link #BOOL} to {@link #JSON}
 * @param notInt64 a number was seen that is no whole number of 64 bits
 * @param notDouble a number was seen that is not its own shortest double
 * @param intDigits digits before the point, rounded up to {@link #INT_RUNGS}
 * @param scale digits after the point, rounded up to {@link #SCALE_RUNGS}
 * @param textBytes length of the longest text in UTF-8 bytes, rounded up to {@link #TEXT_RUNGS}; 0
 *     where only JSON was seen
 */
public record Facts(
        int kinds, boolean notInt64, boolean notDouble, int intDigits, int scale, int textBytes) {
    public static final int BOOL = 1;
    public static final int NUMBER = 2;
    public static final int INSTANT = 4;
    public static final int TEXT = 8;
    public static final int JSON = 16;

    /** Rung of a size that no rung holds. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** What DECIMAL(38, 18), DECIMAL(38, 9) and DECIMAL(38, 0) hold before the point. */
    private static final int[] INT_RUNGS = {20, 29, 38};

    private static final int[] SCALE_RUNGS = {0, 9, 18};
    private static final int[] TEXT_RUNGS = {0, 256, 1024, 4096, 16384, 65535};

    /** Nothing seen, or only nulls. */
    public static final Facts NONE = new Facts(0, false, false, 0, 0, 0);

    public static final Facts OF_BOOL = new Facts(BOOL, false, false, 0, 0, 256);
    public static final Facts OF_INT64 = new Facts(NUMBER, false, false, 20, 0, 256);
    public static final Facts OF_INSTANT = new Facts(INSTANT, false, false, 0, 0, 256);
    public static final Facts OF_JSON = new Facts(JSON, false, false, 0, 0, 0);

    private static final Facts OF_SHORT_TEXT = new Facts(TEXT, false, false, 0, 0, 256);

    /** Facts of one text of so many UTF-8 bytes. */
    public static Facts ofText(int bytes) {
        return bytes <= 256
                ? OF_SHORT_TEXT
                : new Facts(TEXT, false, false, 0, 0, rung(TEXT_RUNGS, bytes));
    }

    /**
     * Facts of one number.
     *
     * @param textLength bytes of its canonical text
     */
    public static Facts ofNumber(
            boolean notInt64, boolean notDouble, int intDigits, int scale, int textLength) {
        return new Facts(
                NUMBER,
                notInt64,
                notDouble,
                rung(INT_RUNGS, intDigits),
                rung(SCALE_RUNGS, scale),
                Math.max(256, rung(TEXT_RUNGS, textLength)));
    }

    private static int rung(int[] rungs, int size) {
        for (int rung : rungs) {
            if (size <= rung) {
                return rung;
            }
        }
        return UNLIMITED;
    }

    /** The least facts that hold both. */
    public Facts join(Facts other) {
        return new Facts(
                kinds | other.kinds,
                notInt64 || other.notInt64,
                notDouble || other.notDouble,
                Math.max(intDigits, other.intDigits),
                Math.max(scale, other.scale),
                Math.max(textBytes, other.textBytes));
    }

    /** True if {@code other} adds nothing to these facts. */
    public boolean holds(Facts other) {
        return (other.kinds & ~kinds) == 0
                && (notInt64 || !other.notInt64)
                && (notDouble || !other.notDouble)
                && other.intDigits <= intDigits
                && other.scale <= scale
                && other.textBytes <= textBytes;
    }

    /** True if every value seen was of this one kind. */
    public boolean only(int kind) {
        return kinds == kind;
    }

    /** The first type that holds every value seen. Facts of nulls alone have no column. */
    public LogicalType type() {
        if ((kinds & JSON) != 0) {
            return new LogicalType.Json();
        }
        return switch (kinds) {
            case BOOL -> new LogicalType.Bool();
            case NUMBER -> numberType();
            case INSTANT -> new LogicalType.Instant();
            default -> new LogicalType.Varchar(Math.max(256, textBytes));
        };
    }

    private LogicalType numberType() {
        if (!notInt64) {
            return new LogicalType.BigInt();
        }
        if (!notDouble) {
            return new LogicalType.DoublePrecision();
        }
        for (int s : SCALE_RUNGS) {
            if (scale <= s && intDigits <= 38 - s) {
                return new LogicalType.Decimal(s);
            }
        }
        return new LogicalType.Varchar(Math.max(256, textBytes));
    }
}
