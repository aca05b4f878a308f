package io.sluice.app.books;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.Topics;
import io.sluice.registry.UnitBooks;
import io.sluice.storage.ObjectPage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes objects that no unit names, once they are older than any batch that may still be
 * published. Files of units are never touched, loaded ones neither: tables are filled from them
 * again. Where the registry has lost units, nothing of the app is deleted. Several processes may
 * sweep at once. Blocks.
 */
public final class Sweeper {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Sources sources;
    private final BooksSettings.Sweep settings;

    public Sweeper(Sources sources, BooksSettings.Sweep settings) {
        this.sources = sources;
        this.settings = settings;
    }

    /**
     * What a round did.
     *
     * @param left what no unit names and was not deleted
     */
    public record Swept(long objects, long bytes, Orphans left) {}

    /** One round over all apps. */
    public Swept sweep() {
        long objects = 0;
        long bytes = 0;
        Orphans left = Orphans.NONE;
        for (String app : Books.apps(sources.registry())) {
            OrphanSearch.Found found = new OrphanSearch(sources, app).find();
            List<ObjectPage.Entry> old =
                    found.orphans().stream()
                            .filter(
                                    it ->
                                            it.modified()
                                                    .isBefore(
                                                            Instant.now()
                                                                    .minus(settings.safeAge())))
                            .limit(settings.maxDeletes() - objects)
                            .toList();
            List<ObjectPage.Entry> deleted = old.isEmpty() || !isWhole(app) ? List.of() : old;
            for (ObjectPage.Entry object : deleted) {
                Sources.await(sources.store().delete(sources.bucket(), object.key()));
                bytes += object.bytes();
            }
            objects += deleted.size();
            left = left.plus(left(found, deleted, old));
            for (ObjectPage.Entry object : archived(app, settings.maxDeletes() - objects)) {
                Sources.await(sources.store().delete(sources.bucket(), object.key()));
                bytes += object.bytes();
                objects++;
            }
        }
        if (objects > 0) {
            log.atInfo()
                    .addKeyValue("objects", objects)
                    .addKeyValue("bytes", bytes)
                    .log("objects deleted that no unit names");
        }
        return new Swept(objects, bytes, left);
    }

    /** What is spare in the archive of an app; at most so many. */
    private List<ObjectPage.Entry> archived(String app, long most) {
        return new ArchiveSweep(sources, app)
                .find(settings.safeAge()).stream().limit(Math.max(0, most)).toList();
    }

    private static Orphans left(
            OrphanSearch.Found found, List<ObjectPage.Entry> deleted, List<ObjectPage.Entry> old) {
        List<ObjectPage.Entry> rest =
                found.orphans().stream().filter(it -> !deleted.contains(it)).toList();
        return new Orphans(
                rest.size(),
                rest.stream().mapToLong(ObjectPage.Entry::bytes).sum(),
                rest.stream().filter(old::contains).count(),
                found.complete());
    }

    /**
     * Whether every unit that the batcher has published is known: else nobody may say what is
     * named.
     */
    private boolean isWhole(String app) {
        try (GroupOffsets offsets = new GroupOffsets(sources.kafka())) {
            Measuring.Groups groups = new Measuring(sources, offsets).groups(List.of(app));
            Unread unread =
                    Unread.units(
                            sources.kafka(), groups.loader(), System.nanoTime() + LIMIT.toNanos());
            List<Unread.Unit> onTopic =
                    Stream.concat(
                                    unread.units().values().stream(),
                                    unread.undecidedUnits().values().stream())
                            .filter(it -> it.app().equals(app))
                            .toList();
            UnitBooks known =
                    Sources.await(
                            sources.registry()
                                    .unitBooks(
                                            app,
                                            onTopic.stream().map(Unread.Unit::id).toList(),
                                            0));
            long units =
                    known.sum().units()
                            + onTopic.stream()
                                    .map(Unread.Unit::id)
                                    .filter(it -> !known.known().contains(it))
                                    .distinct()
                                    .count();
            long published = groups.batcher().counters(Topics.rows(app)).get("units");
            if (units < published) {
                log.atWarn()
                        .addKeyValue("app", app)
                        .addKeyValue("published", published)
                        .addKeyValue("known", units)
                        .log("no object is swept: the registry does not know all units");
            }
            return units >= published;
        }
    }
}
