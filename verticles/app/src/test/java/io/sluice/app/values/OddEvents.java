package io.sluice.app.values;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Generated events of all oddities at once; the same for the same seed. One thread. */
final class OddEvents {
    private static final String[] KEYS = {
        "userId",
        "userid",
        "user_id",
        "user-id",
        "USER_ID",
        "a",
        "A",
        "a.b",
        "a__b",
        "a_b",
        "b",
        "_id",
        "_ts",
        "_overflow",
        "select",
        "order",
        "ctid",
        "xmin",
        "oid",
        "\u0446\u0435\u043d\u0430",
        "\u540d\u5b57",
        "\ud83d\ude00",
        "a/b",
        "~",
        "1",
        "x".repeat(299) + "1",
        "x".repeat(299) + "2",
        "",
        " ",
        "\""
    };
    private static final String[] ZONES = {
        "Z", "z", "+00:00", "-00:00", "+05:45", "-11:30", "+14:00"
    };

    /** One in so many kinds has ids. */
    private static final int WITH_ID = 4;

    private final Random random;
    private final List<String> texts = NaughtyTexts.all();
    private int ids;

    OddEvents(long seed) {
        random = new Random(seed);
    }

    /** Events of so many kinds; some kinds have few sorts of value, others all. */
    List<String> events(int count, int kinds) {
        int[] sorts = IntStream.range(0, kinds).map(i -> random.nextInt(9)).toArray();
        List<String> events = new ArrayList<>();
        List<String> withId = new ArrayList<>();
        while (events.size() < count) {
            if (!withId.isEmpty() && random.nextInt(30) == 0) {
                // Sent again, as by a client that has lost the answer.
                events.add(withId.get(random.nextInt(withId.size())));
                continue;
            }
            int kind = random.nextInt(kinds);
            events.add(event(kind, sorts[kind]));
            if (kind % WITH_ID == 0) {
                withId.add(events.getLast());
            }
        }
        return events;
    }

    private String event(int kind, int sort) {
        String entype = kind % 3 == 0 ? text(texts.get(kind % texts.size())) : "\"k" + kind + "\"";
        String id = kind % WITH_ID == 0 ? ",\"id\":\"id-" + ++ids + "\"" : "";
        String more = random.nextInt(40) == 0 ? ",\"source\":" + value(3, sort) : "";
        return "{\"ts\":%s,\"entype\":%s,\"evname\":\"odd\"%s,\"body\":%s%s}"
                .formatted(instant(), entype, id, object(0, sort), more);
    }

    private String object(int depth, int sort) {
        int size = random.nextInt(depth == 0 ? 9 : 4);
        Set<String> keys = new HashSet<>();
        List<String> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String key = key(sort);
            if (keys.add(key)) {
                members.add(text(key) + ":" + value(depth, sort));
            }
        }
        return "{" + String.join(",", members) + "}";
    }

    private String key(int sort) {
        return switch (random.nextInt(sort == 8 ? 12 : 40)) {
            case 0 -> texts.get(random.nextInt(texts.size()));
            case 1 ->
                    random.nextBoolean() ? "n\0" + random.nextInt(3) : "\0n\0" + random.nextInt(3);
            default -> KEYS[random.nextInt(KEYS.length)];
        };
    }

    private String value(int depth, int sort) {
        int kind = sort < 6 && random.nextInt(12) > 0 ? sort : random.nextInt(9);
        return switch (kind) {
            case 0 -> number(random.nextInt(19) + 1, 0);
            case 1 -> number(random.nextInt(4) + 1, random.nextInt(3));
            case 2 -> instant();
            case 3 -> Boolean.toString(random.nextBoolean());
            case 4 -> anyText();
            case 5 -> anyNumber();
            case 6 -> "null";
            case 7 -> depth > 6 ? "[]" : array(depth, sort);
            default -> depth > 6 ? "{}" : object(depth + 1, sort);
        };
    }

    private String array(int depth, int sort) {
        List<String> elements = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            elements.add(value(depth + 1, sort));
        }
        return "[" + String.join(", ", elements) + "]";
    }

    private String anyNumber() {
        String plain = number(random.nextInt(45) + 1, random.nextInt(45));
        return switch (random.nextInt(4)) {
            case 0 -> plain + "e" + (random.nextInt(800) - 400);
            case 1 ->
                    Double.toString(Double.longBitsToDouble(random.nextLong()))
                            .replace("NaN", "0")
                            .replace("Infinity", "1");
            default -> plain;
        };
    }

    private String number(int digits, int fraction) {
        StringBuilder number = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        number.append(digits == 1 ? random.nextInt(10) : 1 + random.nextInt(9));
        IntStream.range(1, digits).forEach(i -> number.append(random.nextInt(10)));
        number.append(fraction > 0 ? "." : "");
        IntStream.range(0, fraction).forEach(i -> number.append(random.nextInt(10)));
        return number.toString();
    }

    private String instant() {
        long second = -62_135_000_000L + (long) (random.nextDouble() * 315_536_000_000L);
        if (random.nextInt(4) > 0) {
            second = 1_400_000_000L + random.nextInt(400_000_000);
        }
        String local =
                Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
        String seconds = local.length() == 16 ? local + ":00" : local;
        String fraction = random.nextInt(3) == 0 ? "." + random.nextInt(1_000_000) : "";
        return "\"" + seconds + fraction + ZONES[random.nextInt(ZONES.length)] + "\"";
    }

    private String anyText() {
        return switch (random.nextInt(6)) {
            case 0 -> text(texts.get(random.nextInt(texts.size())));
            case 1 -> text(characters(random.nextInt(300)));
            case 2 -> text(characters(random.nextInt(4)) + "\0" + characters(random.nextInt(4)));
            default -> text(characters(random.nextInt(12)));
        };
    }

    private String characters(int count) {
        StringBuilder text = new StringBuilder();
        while (text.length() < count) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
            if (c > 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    /** As a JSON text. */
    static String text(String value) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }
}
