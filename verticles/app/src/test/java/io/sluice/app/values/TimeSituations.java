package io.sluice.app.values;

import static io.sluice.app.values.Situation.members;
import static io.sluice.app.values.Situation.values;

import java.util.List;

/** Times that are instants, and times that are not. */
final class TimeSituations {
    private static final String GROUP = "Timestamps";
    private static final String ZULU = "\"2015-01-01T00:31:32Z\"";

    private TimeSituations() {}

    static List<Situation> all() {
        return List.of(
                values(GROUP, "RFC 3339 with a zone", ZULU, "\"2015-01-01T05:31:32.5+05:00\""),
                values(
                        GROUP,
                        "other spellings of RFC 3339",
                        "\"2015-01-01t00:31:32z\"",
                        "\"2015-01-01T00:31:32.100000Z\"",
                        "\"2015-01-01T00:31:32-00:00\"",
                        "\"2014-12-31T13:01:32-11:30\""),
                values(GROUP, "microseconds", "\"2015-01-01T00:31:32.000001Z\""),
                values(GROUP, "nanoseconds", "\"2015-01-01T00:31:32.000000001Z\"", ZULU),
                values(GROUP, "nine digits, none finer", "\"2015-01-01T00:31:32.123456000Z\""),
                values(GROUP, "leap second", "\"2016-12-31T23:59:60Z\"", ZULU),
                values(
                        GROUP,
                        "the years 1 and 9999",
                        "\"0001-01-01T00:00:00Z\"",
                        "\"9999-12-31T23:59:59.999999Z\""),
                values(GROUP, "year 0", "\"0000-12-31T23:59:59Z\"", ZULU),
                values(GROUP, "year 0 by its zone", "\"0001-01-01T00:00:00+01:00\"", ZULU),
                values(GROUP, "year 10000", "\"10000-01-01T00:00:00Z\"", ZULU),
                values(GROUP, "year 10000 by its zone", "\"9999-12-31T23:59:59-01:00\"", ZULU),
                values(
                        GROUP,
                        "before 1582 and 1970",
                        "\"1500-02-28T12:00:00Z\"",
                        "\"1969-12-31T23:59:59.999999Z\""),
                values(GROUP, "no zone", "\"2015-01-01T00:31:32\"", ZULU),
                values(GROUP, "a space for the T", "\"2015-01-01 00:31:32Z\"", ZULU),
                values(GROUP, "date alone", "\"2015-01-01\"", "\"01/02/2015\""),
                values(GROUP, "basic format", "\"20150101T003132Z\"", ZULU),
                values(GROUP, "zone of two digits", "\"2015-01-01T00:31:32+05\"", ZULU),
                values(GROUP, "zone without its colon", "\"2015-01-01T00:31:32+0530\"", ZULU),
                values(GROUP, "zone by name", "\"2015-01-01T00:31:32Z[Europe/Berlin]\"", ZULU),
                values(GROUP, "24 o'clock", "\"2015-01-01T24:00:00Z\"", ZULU),
                values(
                        GROUP,
                        "30 February",
                        "\"2015-02-30T00:00:00Z\"",
                        "\"2015-02-29T00:00:00Z\""),
                values(
                        GROUP,
                        "29 February",
                        "\"2016-02-29T00:00:00Z\"",
                        "\"2000-02-29T00:00:00Z\""),
                values(GROUP, "fraction without digits", "\"2015-01-01T00:31:32.Z\"", ZULU),
                values(GROUP, "no seconds", "\"2015-01-01T00:31Z\"", ZULU),
                values(GROUP, "mail", "\"Thu, 01 Jan 2015 00:31:32 GMT\"", ZULU),
                values(GROUP, "seconds since 1970", "1420072292", "1420072292.123456789"),
                values(GROUP, "infinity", "\"infinity\"", "\"now\"", "\"epoch\""),
                members(
                                GROUP,
                                "ts finer than a microsecond",
                                "\"ts2\":1,\"body\":{\"n\":1}",
                                "\"body\":{\"n\":2}")
                        .withTs("2015-01-01T00:31:32.123456789Z"),
                members(GROUP, "ts with a leap second", "\"body\":{\"n\":1}")
                        .withTs("2016-12-31T23:59:60Z"),
                members(GROUP, "ts in another zone", "\"body\":{\"n\":1}")
                        .withTs("2015-01-01T05:31:32.25+05:00"),
                members(GROUP, "ts without a zone", "\"body\":{\"n\":1}")
                        .withTs("2015-01-01T00:31:32"));
    }
}
