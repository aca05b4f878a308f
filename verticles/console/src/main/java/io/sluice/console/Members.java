package io.sluice.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The members of a body, read one by one; what is wrong is a problem of 400, and so is a member
 * that nobody asked for. Not thread-safe.
 */
final class Members {
    /** As large as any JSON reader takes without loss. */
    private static final long MOST = (1L << 53) - 1;

    private final JsonObject json;
    private final Set<String> asked = new HashSet<>();

    Members(JsonObject json) {
        this.json = json;
    }

    boolean has(String name) {
        asked.add(name);
        return json.containsKey(name);
    }

    Optional<String> text(String name) {
        return value(name, String.class, "a text");
    }

    /** A whole number of at least 1. */
    Optional<Long> count(String name) {
        return number(name, 1, MOST);
    }

    /** A whole number from min to max. */
    Optional<Long> number(String name, long min, long max) {
        return value(name, Number.class, "a whole number")
                .map(
                        it -> {
                            boolean whole = it instanceof Integer || it instanceof Long;
                            if (!whole || it.longValue() < min || it.longValue() > max) {
                                throw HttpProblem.invalid(
                                        "%s: is no whole number from %d to %d"
                                                .formatted(name, min, max));
                            }
                            return it.longValue();
                        });
    }

    boolean flag(String name) {
        return value(name, Boolean.class, "true or false").orElse(false);
    }

    /** Texts, at most so many. */
    List<String> texts(String name, int most) {
        JsonArray array = value(name, JsonArray.class, "a list of texts").orElse(new JsonArray());
        if (array.size() > most) {
            throw HttpProblem.invalid("%s: has more than %d items".formatted(name, most));
        }
        return array.stream()
                .map(
                        it -> {
                            if (it instanceof String text) {
                                return text;
                            }
                            throw HttpProblem.invalid(name + ": is no list of texts");
                        })
                .toList();
    }

    private <T> Optional<T> value(String name, Class<T> type, String what) {
        asked.add(name);
        Object value = json.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw HttpProblem.invalid("%s: is not %s".formatted(name, what));
        }
        return Optional.of(type.cast(value));
    }

    /** Refuses members that nobody has asked for. */
    void finish() {
        for (String name : json.fieldNames()) {
            if (!asked.contains(name)) {
                throw HttpProblem.invalid(
                        "there is no member '%s' here; there are: %s"
                                .formatted(name, String.join(", ", new TreeSet<>(asked))));
            }
        }
    }
}
