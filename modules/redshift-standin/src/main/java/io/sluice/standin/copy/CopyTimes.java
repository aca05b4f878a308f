package io.sluice.standin.copy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and times as COPY reads them. Of the many forms of TIMEFORMAT 'auto' only those of ISO 8601
 * are known here.
 */
final class CopyTimes {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)");

    private static final Pattern MOMENT =
            Pattern.compile(
                    "(\\d{4})-(\\d\\d)-(\\d\\d)([ T])(\\d\\d):(\\d\\d):(\\d\\d)(\\.\\d{1,6})?"
                            + "(Z|[+-]\\d\\d(?::?\\d\\d)?)?");

    private CopyTimes() {}

    static String date(String text) throws BadValue {
        Matcher date = DATE.matcher(text);
        if (!date.lookingAt() || !isDate(date)) {
            throw new BadValue(1205, "Invalid Date Format - length must be 10 or more");
        }
        return date.group();
    }

    /** The zone is passed over, as for every TIMESTAMP. */
    static String timestamp(String text, boolean anyForm) throws BadValue {
        Matcher moment = moment(text, anyForm);
        String zone = moment.group(9);
        return zone == null ? text : text.substring(0, text.length() - zone.length());
    }

    /** Without a zone it is UTC, the time zone of a session unless it is set. */
    static String timestampTz(String text, boolean anyForm) throws BadValue {
        return moment(text, anyForm).group(9) == null ? text + "Z" : text;
    }

    private static Matcher moment(String text, boolean anyForm) throws BadValue {
        Matcher moment = MOMENT.matcher(text);
        if (!moment.matches()
                || !isDate(moment)
                || !isTime(moment)
                || !(anyForm || (moment.group(4).equals(" ") && !text.endsWith("Z")))) {
            throw new BadValue(1206, "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SSOF]");
        }
        return moment;
    }

    private static boolean isDate(Matcher date) {
        try {
            return LocalDate.of(number(date, 1), number(date, 2), number(date, 3)).getYear() > 0;
        } catch (DateTimeException none) {
            return false;
        }
    }

    private static boolean isTime(Matcher time) {
        try {
            LocalTime.of(number(time, 5), number(time, 6), number(time, 7));
            return true;
        } catch (DateTimeException none) {
            return false;
        }
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
