package io.sluice.faults.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The event of a number: all of it follows from series and number, so what was sent need not be
 * kept. Fields come with time, one column becomes BIGINT, then DOUBLE PRECISION, then TEXT, then
 * JSON, and after a generation of events new tables begin.
 *
 * @param table where its row has to be
 * @param ts as in the envelope, with all digits
 * @param fields of the body: path below it, to the text that the value has in any column
 * @param json as it is sent
 */
public record Event(String table, String ts, Map<String, String> fields, String json) {
    private static final int GENERATION = 24_000;
    private static final int NEW_FIELD_EVERY = 500;
    private static final int KINDS = 4;
    private static final int WIDE_GENERATION = 2_000;
    private static final int WIDE_FIELDS = 60;
    private static final int WIDE_NAMES = 900;
    private static final Instant EPOCH = Instant.parse("2025-01-01T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The event of a number, 0 or more. */
    public static Event of(Series series, long number) {
        ObjectNode body = JSON.createObjectNode().put("n", number);
        String evname;
        if (series.wide()) {
            evname = "g" + number / WIDE_GENERATION;
            wide(body, number);
        } else {
            evname = "g%d_k%d".formatted(number / GENERATION, number % KINDS);
            usual(body, (int) (number % GENERATION), number);
        }
        Map<String, String> fields = fields(body);
        CRC32C sum = new CRC32C();
        sum.update(fields.toString().getBytes(UTF_8));
        String check = String.format(Locale.ROOT, "%s-%08x", series.app().word(), sum.getValue());
        body.put("sum", check);
        fields.put("sum", check);
        ObjectNode event = JSON.createObjectNode();
        String ts = ts(number);
        event.put("ts", ts).put("entype", series.entype()).put("evname", evname);
        if (series.app().hasIds()) {
            event.put("id", series.id(number));
        }
        event.set("body", body);
        String table = "_e_%s__%s".formatted(series.entype(), evname);
        return new Event(table, ts, fields, event.toString());
    }

    /** Some clients have no idea what time it is. */
    private static String ts(long number) {
        if (number % 101 == 0) {
            return "0001-01-01T00:00:00Z";
        }
        return number % 103 == 0
                ? "9999-12-31T23:59:59.999999Z"
                : EPOCH.plusSeconds(number % 86_400).toString();
    }

    private static void usual(ObjectNode body, int age, long number) {
        body.put("f" + age / NEW_FIELD_EVERY, "new\n\"" + number + "\", ~N~ \\N é€😀");
        body.put("even", number % 2 == 0);
        body.put("at", EPOCH.plusSeconds(number).toString());
        body.put("big", Long.MAX_VALUE - number);
        body.putObject("device").put("os", "os" + number % 7).put("v", number % 5 + 0.5);
        switch (4 * age / GENERATION) {
            case 0 -> body.put("w", number % 100);
            case 1 -> body.put("w", number % 100 + 0.25);
            case 2 -> body.put("w", "w" + number % 100);
            default -> body.putArray("w").add(number % 100).add("x");
        }
    }

    private static void wide(ObjectNode body, long number) {
        for (int i = 0; i < WIDE_FIELDS; i++) {
            body.put("x" + (number * 37 + i * 17L) % WIDE_NAMES, number + i);
        }
    }

    private static Map<String, String> fields(ObjectNode body) {
        Map<String, String> fields = new TreeMap<>();
        body.properties()
                .forEach(
                        member -> {
                            String key = member.getKey();
                            if (member.getValue() instanceof ObjectNode nested) {
                                nested.properties()
                                        .forEach(
                                                it ->
                                                        fields.put(
                                                                key + "__" + it.getKey(),
                                                                Values.text(it.getValue())));
                            } else {
                                fields.put(key, Values.text(member.getValue()));
                            }
                        });
        return fields;
    }
}
