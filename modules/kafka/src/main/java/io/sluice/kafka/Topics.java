package io.sluice.kafka;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of apps and of their topics; the only place that makes or reads them. */
public final class Topics {
    /** All published load units, of every app. */
    public static final String LOADS = "sluice.loads";

    /** All published archive units, of every app. */
    public static final String ARCHIVE = "sluice.archive";

    /** The events topics of all apps, for a subscription. */
    public static final Pattern EVENTS = Kind.EVENTS.ofEveryApp();

    /** The rows topics of all apps, for a subscription. */
    public static final Pattern ROWS = Kind.ROWS.ofEveryApp();

    /** The dead-letter topics of all apps, for a subscription. */
    public static final Pattern DEAD = Kind.DEAD.ofEveryApp();

    /** {@link #LOADS} as a pattern, for a subscription. */
    public static final Pattern LOADS_ONLY = Pattern.compile(Pattern.quote(LOADS));

    private static final Pattern APP = Pattern.compile("[a-z][a-z0-9_-]{0,47}");
    private static final Pattern TOPIC =
            Pattern.compile("sluice\\.([a-z][a-z0-9_-]{0,47})\\.(events|rows|dead)");

    private Topics() {}

    /** What a topic of an app holds. */
    public enum Kind {
        EVENTS,
        ROWS,
        DEAD;

        private final String suffix = name().toLowerCase(Locale.ROOT);

        private Pattern ofEveryApp() {
            return Pattern.compile("sluice\\.[a-z][a-z0-9_-]{0,47}\\." + suffix);
        }

        /** The topic of this kind of the app; see {@link Topics#checkApp}. */
        public String of(String app) {
            return "sluice." + checkApp(app) + "." + suffix;
        }
    }

    /** A topic's name taken apart. */
    public record AppTopic(String app, Kind kind) {}

    public static String events(String app) {
        return Kind.EVENTS.of(app);
    }

    /** The events topics of these apps, at least one, for a subscription. */
    public static Pattern eventsOf(Collection<String> apps) {
        return Pattern.compile(
                apps.stream()
                        .map(Topics::events)
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
    }

    public static String rows(String app) {
        return Kind.ROWS.of(app);
    }

    public static String dead(String app) {
        return Kind.DEAD.of(app);
    }

    /** The app and the kind of a topic; empty for a topic that is no app's. */
    public static Optional<AppTopic> parse(String topic) {
        Matcher matcher = TOPIC.matcher(topic);
        return matcher.matches()
                ? Optional.of(
                        new AppTopic(
                                matcher.group(1),
                                Kind.valueOf(matcher.group(2).toUpperCase(Locale.ROOT))))
                : Optional.empty();
    }

    /** The app of a topic; empty for a topic that is no app's. */
    public static Optional<String> appOf(String topic) {
        return parse(topic).map(AppTopic::app);
    }

    /** Whether this can be the name of an app. */
    public static boolean isApp(String name) {
        return APP.matcher(name).matches();
    }

    /**
     * Gives the name back.
     *
     * @throws IllegalArgumentException if it cannot be the name of an app
     */
    public static String checkApp(String name) {
        if (!isApp(name)) {
            throw new IllegalArgumentException(
                    "'%s' is no name for an app: 1 to 48 of a-z, 0-9, '_' and '-', a letter first"
                            .formatted(name));
        }
        return name;
    }
}
