package io.sluice.events;

/**
 * Reads RFC 3339 date-times with a zone, of the years 1 to 9999 in UTC, and writes instants as
 * {@code 2015-01-01T00:31:32.5Z}. Owned by one thread: {@link #read} leaves its result in fields.
 */
public final class InstantText {
    /** What a text turned out to be. */
    public enum Reading {
        /** No date-time that this class reads. */
        NONE,
        /** An instant, kept exactly. */
        EXACT,
        /**
         * An instant finer than a microsecond, or a leap second: {@link #micros} is a neighbour.
         */
        ROUNDED
    }

    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final long DAY_MICROS = 86_400_000_000L;

    /** 0001-01-01T00:00:00Z, the first instant that can be written. */
    public static final long MIN_MICROS = daysFromCivil(1, 1, 1) * DAY_MICROS;

    /** 9999-12-31T23:59:59.999999Z, the last one. */
    public static final long MAX_MICROS = daysFromCivil(10_000, 1, 1) * DAY_MICROS - 1;

    private long micros;
    private boolean canonical;

    /** The instant last read, in microseconds since 1970. */
    public long micros() {
        return micros;
    }

    /** True if the text last read is what {@link #write} would write. */
    public boolean canonical() {
        return canonical;
    }

    /** Cheap test that turns most other texts away. */
    public static boolean plausible(byte[] text, int start, int end) {
        int length = end - start;
        return length >= 20
                && length <= 64
                && text[start + 4] == '-'
                && text[start + 7] == '-'
                && (text[start + 10] | 0x20) == 't';
    }

    /** Reads the whole range as one date-time. */
    public Reading read(byte[] text, int start, int end) {
        if (!plausible(text, start, end) || text[start + 13] != ':' || text[start + 16] != ':') {
            return Reading.NONE;
        }
        int year = fourDigits(text, start);
        int month = twoDigits(text, start + 5);
        int day = twoDigits(text, start + 8);
        int hour = twoDigits(text, start + 11);
        int minute = twoDigits(text, start + 14);
        int second = twoDigits(text, start + 17);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) {
            return Reading.NONE;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return Reading.NONE;
        }
        int at = start + 19;
        long fraction = 0;
        boolean exact = second < 60;
        int lastDigit = '1';
        if (text[at] == '.') {
            int first = ++at;
            for (long unit = 100_000; at < end && isDigit(text[at]); at++, unit /= 10) {
                fraction += (text[at] - '0') * unit;
                exact &= unit > 0 || text[at] == '0';
                lastDigit = text[at];
            }
            if (at == first) {
                return Reading.NONE;
            }
        }
        int zoneAt = at;
        int offset = offsetMinutes(text, at, end);
        if (offset == Integer.MIN_VALUE) {
            return Reading.NONE;
        }
        if (second == 60) {
            second = 59;
            fraction = 999_999;
        }
        micros =
                daysFromCivil(year, month, day) * DAY_MICROS
                        + ((hour * 60L + minute - offset) * 60 + second) * 1_000_000
                        + fraction;
        if (micros < MIN_MICROS || micros > MAX_MICROS) {
            return Reading.NONE;
        }
        canonical =
                exact
                        && text[start + 10] == 'T'
                        && text[zoneAt] == 'Z'
                        && lastDigit != '0'
                        && zoneAt - start <= 26;
        return exact ? Reading.EXACT : Reading.ROUNDED;
    }

    /** Minutes east of UTC, or Integer.MIN_VALUE where the text does not end in a zone. */
    private static int offsetMinutes(byte[] text, int at, int end) {
        if (at + 1 == end && (text[at] | 0x20) == 'z') {
            return 0;
        }
        if (at + 6 != end || text[at + 3] != ':' || (text[at] != '+' && text[at] != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = twoDigits(text, at + 1);
        int minutes = twoDigits(text, at + 4);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int offset = hours * 60 + minutes;
        return text[at] == '-' ? -offset : offset;
    }

    /** The number that four digits give, or -1. */
    private static int fourDigits(byte[] text, int at) {
        int high = twoDigits(text, at);
        int low = twoDigits(text, at + 2);
        return high < 0 || low < 0 ? -1 : high * 100 + low;
    }

    /** The number that two digits give, or -1. No loop: every event has six of these. */
    private static int twoDigits(byte[] text, int at) {
        int ten = text[at] - '0';
        int one = text[at + 1] - '0';
        return ten < 0 || ten > 9 || one < 0 || one > 9 ? -1 : ten * 10 + one;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int daysOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : MONTH_DAYS[month - 1];
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar, counted in 400-year eras. */
    private static long daysFromCivil(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    /**
     * Writes the instant in UTC: no fraction where it is zero, else up to six digits without
     * trailing zeros.
     *
     * @param micros {@link #MIN_MICROS} to {@link #MAX_MICROS}
     * @param out has room for 27 bytes
     * @return the index after the last byte written
     */
    public static int write(long micros, byte[] out, int at) {
        long days = Math.floorDiv(micros, DAY_MICROS);
        long rest = micros - days * DAY_MICROS;
        long z = days + 719_468;
        long era = Math.floorDiv(z, 146_097);
        long dayOfEra = z - era * 146_097;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        int day = (int) (dayOfYear - (153 * shifted + 2) / 5 + 1);
        int month = (int) (shifted < 10 ? shifted + 3 : shifted - 9);
        int year = (int) (yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
        int i = digits(out, at, year, 4);
        out[i++] = '-';
        i = digits(out, i, month, 2);
        out[i++] = '-';
        i = digits(out, i, day, 2);
        out[i++] = 'T';
        int seconds = (int) (rest / 1_000_000);
        i = digits(out, i, seconds / 3600, 2);
        out[i++] = ':';
        i = digits(out, i, seconds / 60 % 60, 2);
        out[i++] = ':';
        i = digits(out, i, seconds % 60, 2);
        int fraction = (int) (rest % 1_000_000);
        if (fraction > 0) {
            out[i++] = '.';
            i = digits(out, i, fraction, 6);
            while (out[i - 1] == '0') {
                i--;
            }
        }
        out[i++] = 'Z';
        return i;
    }

    private static int digits(byte[] out, int at, int value, int count) {
        int v = value;
        for (int i = at + count - 1; i >= at; i--) {
            out[i] = (byte) ('0' + v % 10);
            v /= 10;
        }
        return at + count;
    }
}
