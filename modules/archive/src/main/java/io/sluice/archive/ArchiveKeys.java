package io.sluice.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of one unit's objects: {@code app/archive/cluster/date/attempt-n.csv.zst} and {@code
 * …/attempt.manifest.json}. The attempt is random, so that no key is ever written twice.
 */
public record ArchiveKeys(String folder, UUID attempt) {
    private static final Pattern KEY =
            Pattern.compile("(.+)/([0-9a-f-]{36})(-[0-9]+\\.csv\\.zst|\\.manifest\\.json)");

    /** The keys of an attempt that was cut now. */
    public static ArchiveKeys of(String app, String cluster, UUID attempt, Instant cut) {
        return new ArchiveKeys(
                day(app, cluster, LocalDate.ofInstant(cut, ZoneOffset.UTC)), attempt);
    }

    /** Where all of an app's archive from one Kafka cluster lies; ends in {@code /}. */
    public static String folder(String app, String cluster) {
        return app + "/archive/" + cluster + "/";
    }

    /** Where that of one day lies. */
    public static String day(String app, String cluster, LocalDate date) {
        return folder(app, cluster) + date;
    }

    /** The attempt that an object is of; empty for an object of another form. */
    public static Optional<ArchiveKeys> parse(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches()
                ? Optional.of(new ArchiveKeys(matcher.group(1), UUID.fromString(matcher.group(2))))
                : Optional.empty();
    }

    /** The key of a file. */
    public String file(int number) {
        return folder + "/" + attempt + "-" + number + ".csv.zst";
    }

    /** The key of the manifest, which is written last. */
    public String manifest() {
        return folder + "/" + attempt + ".manifest.json";
    }
}
