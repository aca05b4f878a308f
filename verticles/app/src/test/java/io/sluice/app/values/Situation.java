package io.sluice.app.values;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Events of one kind of trouble, each group of them in tables of their own.
 *
 * @param group heading in the documentation
 * @param name unique
 * @param shown what the documentation says was sent
 * @param events what is sent, in this order
 */
record Situation(String group, String name, List<String> shown, List<String> events) {
    private static final String TS = "2015-01-01T00:31:32Z";

    /** One event for each value of the key {@code v}. */
    static Situation values(String group, String name, String... values) {
        return new Situation(
                group,
                name,
                List.of(values),
                Stream.of(values)
                        .map(value -> event(group + " " + name, "{\"v\":" + value + "}"))
                        .toList());
    }

    /** The same where the values are too large to show. */
    static Situation large(String group, String name, String shown, List<String> values) {
        return new Situation(
                group,
                name,
                List.of(shown),
                values.stream()
                        .map(value -> event(group + " " + name, "{\"v\":" + value + "}"))
                        .toList());
    }

    /** One event for each body. */
    static Situation bodies(String group, String name, String... bodies) {
        return new Situation(
                group,
                name,
                List.of(bodies),
                Stream.of(bodies).map(body -> event(group + " " + name, body)).toList());
    }

    /** One event for each list of further members, after ts, entype and evname. */
    static Situation members(String group, String name, String... members) {
        return new Situation(
                group,
                name,
                List.of(members),
                Stream.of(members)
                        .map(it -> event(TS, "s", slug(group + " " + name), it))
                        .toList());
    }

    /** One event for each kind: entype and evname, as JSON texts. */
    static Situation kinds(String group, String name, String... entypesAndEvnames) {
        List<String> events =
                IntStream.range(0, entypesAndEvnames.length / 2)
                        .mapToObj(
                                i ->
                                        "{\"ts\":\"%s\",\"entype\":%s,\"evname\":%s,\"body\":{\"n\":%d}}"
                                                .formatted(
                                                        TS,
                                                        entypesAndEvnames[2 * i],
                                                        entypesAndEvnames[2 * i + 1],
                                                        i + 1))
                        .toList();
        List<String> shown =
                IntStream.range(0, events.size())
                        .mapToObj(
                                i -> entypesAndEvnames[2 * i] + " " + entypesAndEvnames[2 * i + 1])
                        .toList();
        return new Situation(group, name, shown, events);
    }

    /** The same events the other way round, in another table. */
    Situation reversed() {
        String turned = "\"evname\":\"reversed ";
        return new Situation(
                group,
                name + " reversed",
                shown.reversed(),
                events.reversed().stream()
                        .map(event -> event.replaceFirst("\"evname\":\"", turned))
                        .toList());
    }

    /** The same events at another time. */
    Situation withTs(String ts) {
        return new Situation(
                group,
                name,
                shown.stream().map(it -> "\"ts\":\"" + ts + "\"," + it).toList(),
                events.stream().map(it -> it.replaceFirst(TS, ts)).toList());
    }

    private static String event(String name, String body) {
        return event(TS, "s", slug(name), "\"body\":" + body);
    }

    private static String event(String ts, String entype, String evname, String members) {
        return "{\"ts\":\"%s\",\"entype\":\"%s\",\"evname\":\"%s\",%s}"
                .formatted(ts, entype, evname, members);
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    }
}
