package io.sluice.console;

import io.sluice.kafka.Topics;
import io.sluice.runtime.Suggestion;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One call, with its parameters checked as they are read: what is wrong is a problem of 400. */
final class Ask {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST_LIMIT = 1000;

    private final RoutingContext request;

    Ask(RoutingContext request, Contract.Route route) {
        this.request = request;
        for (String name : request.queryParams().names()) {
            if (!route.query().contains(name)) {
                throw HttpProblem.invalid(
                        "there is no parameter '%s' here; there are: %s"
                                .formatted(name, String.join(", ", sorted(route.query()))));
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    String path(String name) {
        return Optional.ofNullable(request.pathParam(name)).orElse("");
    }

    /** The app of the path; whether it exists is another question. */
    String app() {
        String app = path("app");
        if (!Topics.isApp(app)) {
            throw unknownApp(app);
        }
        return app;
    }

    static HttpProblem unknownApp(String app) {
        return unknownApp(app, List.of());
    }

    /** As above, with the app that may have been meant. */
    static HttpProblem unknownApp(String app, Collection<String> apps) {
        return HttpProblem.absent(
                "unknown-app", "there is no app '" + app + "'" + Suggestion.asked(app, apps));
    }

    /** A parameter that is there and not empty. */
    Optional<String> query(String name) {
        return Optional.ofNullable(request.queryParams().get(name)).filter(it -> !it.isEmpty());
    }

    /** How many items at most: 1 to 1000. */
    int limit() {
        return (int) number("limit", 1, MOST_LIMIT).orElse((long) USUAL_LIMIT).longValue();
    }

    Optional<Long> number(String name, long min, long max) {
        return query(name)
                .map(
                        text -> {
                            try {
                                long number = Long.parseLong(text);
                                if (number >= min && number <= max) {
                                    return number;
                                }
                            } catch (NumberFormatException noNumber) {
                                // Told below, like one out of range.
                            }
                            throw HttpProblem.invalid(
                                    "%s: '%s' is no whole number from %d to %d"
                                            .formatted(name, text, min, max));
                        });
    }

    /** An RFC 3339 instant. */
    Optional<Instant> time(String name) {
        return query(name).map(text -> time(name, text));
    }

    static Instant time(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            throw HttpProblem.invalid(
                    "%s: '%s' is no time such as 2015-01-01T00:31:32Z".formatted(name, text));
        }
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return query(name)
                .map(
                        text -> {
                            for (E constant : type.getEnumConstants()) {
                                if (Words.of(constant).equals(text)) {
                                    return constant;
                                }
                            }
                            throw HttpProblem.invalid(
                                    "%s: '%s' is none of %s"
                                            .formatted(name, text, Words.all(type)));
                        });
    }

    /** The body, to be read member by member. */
    Members body() {
        return new Members(json());
    }

    /** The body, an object; an empty one where there is none. */
    JsonObject json() {
        if (request.body().length() <= 0) {
            return new JsonObject();
        }
        try {
            return request.body().asJsonObject();
        } catch (DecodeException | ClassCastException noObject) {
            throw HttpProblem.invalid("the body is no JSON object");
        }
    }

    /** Who asks, for the record: what the caller says of itself, and its address. */
    String by() {
        String said = Optional.ofNullable(request.request().getHeader("X-Sluice-Actor")).orElse("");
        String name = said.replaceAll("[^\\x20-\\x7e]", "?").strip();
        String from = request.request().remoteAddress().hostAddress();
        String by = name.isEmpty() ? "admin from " + from : name + " from " + from;
        return by.length() > 256 ? by.substring(0, 256) : by;
    }
}
