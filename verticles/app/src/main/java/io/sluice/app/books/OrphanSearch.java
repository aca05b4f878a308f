package io.sluice.app.books;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.LogReader;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.storage.ObjectPage;

import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks for objects of an app that no unit names. An object of another form, or of a table that
 * this registry does not know, is nobody's here: another installation may use the bucket. Blocks.
 *
 * <p>Objects are listed first and units asked for afterwards, on the topic, in the registry and in
 * the ledger: a unit that was published meanwhile is found in one of them.
 */
final class OrphanSearch {
    /** Objects without a unit that are looked at in one search. */
    private static final int MOST = 10_000;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** As the batcher names them: the files of an attempt lie beside its manifest. */
    private static final Pattern KEY =
            Pattern.compile(
                    "([^/]+/([0-9a-f-]{36})/v[0-9]+/[0-9-]+/[0-9a-f-]{36})(-[0-9]+\\.csv\\.zst|\\.manifest\\.json)");

    private final Sources sources;
    private final String app;

    OrphanSearch(Sources sources, String app) {
        this.sources = sources;
        this.app = app;
    }

    /**
     * What was found.
     *
     * @param complete false if the search ended early
     */
    record Found(List<ObjectPage.Entry> orphans, boolean complete) {}

    Orphans count(Duration safeAge) {
        Found found = find();
        Instant before = Instant.now().minus(safeAge);
        return new Orphans(
                found.orphans().size(),
                found.orphans().stream().mapToLong(ObjectPage.Entry::bytes).sum(),
                found.orphans().stream().filter(it -> it.modified().isBefore(before)).count(),
                found.complete());
    }

    Found find() {
        Set<String> tables =
                Sources.await(sources.registry().tables(app)).stream()
                        .map(TableSchema::table)
                        .map(TableUid::toString)
                        .collect(Collectors.toSet());
        List<ObjectPage.Entry> unnamed = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            ObjectPage page =
                    Sources.await(sources.store().list(sources.bucket(), app + "/", next));
            List<ObjectPage.Entry> ours =
                    page.objects().stream().filter(it -> isOurs(it.key(), tables)).toList();
            unnamed.addAll(without(ours, known(ours)));
            next = page.next();
        } while (next.isPresent() && unnamed.size() < MOST);
        return new Found(stillUnnamed(unnamed), next.isEmpty());
    }

    private static boolean isOurs(String key, Set<String> tables) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() && tables.contains(matcher.group(2));
    }

    /** The manifest of the attempt that an object is of. */
    private static String manifest(ObjectPage.Entry object) {
        Matcher matcher = KEY.matcher(object.key());
        return matcher.matches() ? matcher.group(1) + ".manifest.json" : object.key();
    }

    private Set<String> known(List<ObjectPage.Entry> objects) {
        Set<String> manifests =
                objects.stream().map(OrphanSearch::manifest).collect(Collectors.toSet());
        return manifests.isEmpty()
                ? Set.of()
                : Sources.await(sources.registry().manifests(app, manifests));
    }

    private static List<ObjectPage.Entry> without(
            List<ObjectPage.Entry> objects, Set<String> manifests) {
        return objects.stream().filter(it -> !manifests.contains(manifest(it))).toList();
    }

    private List<ObjectPage.Entry> stillUnnamed(List<ObjectPage.Entry> unnamed) {
        if (unnamed.isEmpty()) {
            return unnamed;
        }
        List<ObjectPage.Entry> left = without(unnamed, onTheTopic());
        left = without(left, known(left));
        Set<String> manifests =
                left.stream().map(OrphanSearch::manifest).collect(Collectors.toSet());
        return without(left, sources.warehouse().ledgerManifests(app, manifests));
    }

    /** Manifests of units that no loader has noted yet; those of open transactions too. */
    private Set<String> onTheTopic() {
        Set<String> manifests = new HashSet<>();
        try (GroupOffsets offsets = new GroupOffsets(sources.kafka());
                LogReader everything = LogReader.everything(sources.kafka())) {
            Map<TopicPartition, LogReader.Range> ranges = new HashMap<>();
            for (Standing it : new Measuring(sources, offsets).loader().standings()) {
                ranges.put(it.partition(), new LogReader.Range(it.unread().from(), it.end()));
            }
            everything.read(
                    ranges,
                    System.nanoTime() + LIMIT.toNanos(),
                    record -> Unread.unit(record).ifPresent(it -> manifests.add(it.manifestKey())));
        }
        return manifests;
    }
}
