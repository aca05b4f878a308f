package io.sluice.app.books;

import io.sluice.archive.ArchiveKeys;
import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.ArchiveUnitCodec;
import io.sluice.archive.OffsetRanges;
import io.sluice.kafka.GroupOffsets;
import io.sluice.storage.ObjectPage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds objects of an app's archive that may be deleted: of units that were given up, and of which
 * every record is in published units as well. So whatever the topic of published units has lost,
 * nothing goes that is not there twice. Blocks.
 */
record ArchiveSweep(Sources sources, String app) {
    /** How far behind the safe age days are looked through; what is older was looked at before. */
    private static final Duration BACK = Duration.ofDays(7);

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What may be deleted, in the order to delete it: manifests before the files they name. */
    List<ObjectPage.Entry> find(Duration safeAge) {
        Instant before = Instant.now().minus(safeAge);
        try (GroupOffsets offsets = new GroupOffsets(sources.kafka())) {
            Map<ArchiveKeys, List<ObjectPage.Entry>> old = old(offsets.clusterId(), before);
            if (old.isEmpty()) {
                return List.of();
            }
            OffsetRanges published = new OffsetRanges();
            for (ArchiveUnit unit :
                    new ArchiveReading(sources, offsets)
                            .units(
                                    before.minus(BACK).minus(Duration.ofDays(1)),
                                    System.nanoTime() + LIMIT.toNanos())) {
                if (unit.app().equals(app)) {
                    published.add(unit);
                    ArchiveKeys.parse(unit.manifestKey()).ifPresent(old::remove);
                }
            }
            List<ObjectPage.Entry> orphans = new ArrayList<>();
            old.forEach(
                    (keys, objects) -> {
                        if (isSpare(keys, objects, published)) {
                            objects.stream()
                                    .filter(it -> isManifest(keys, it))
                                    .forEach(orphans::add);
                            objects.stream()
                                    .filter(it -> !isManifest(keys, it))
                                    .forEach(orphans::add);
                        }
                    });
            return orphans;
        }
    }

    private static boolean isManifest(ArchiveKeys keys, ObjectPage.Entry object) {
        return object.key().equals(keys.manifest());
    }

    /** Attempts of which every object is old. */
    private Map<ArchiveKeys, List<ObjectPage.Entry>> old(String cluster, Instant before) {
        Map<ArchiveKeys, List<ObjectPage.Entry>> attempts = new LinkedHashMap<>();
        LocalDate last = LocalDate.ofInstant(before, ZoneOffset.UTC);
        for (LocalDate day = last.minusDays(BACK.toDays());
                !day.isAfter(last);
                day = day.plusDays(1)) {
            Optional<String> next = Optional.empty();
            do {
                ObjectPage page =
                        Sources.await(
                                sources.store()
                                        .list(
                                                sources.bucket(),
                                                ArchiveKeys.day(app, cluster, day) + "/",
                                                next));
                for (ObjectPage.Entry object : page.objects()) {
                    ArchiveKeys.parse(object.key())
                            .ifPresent(
                                    it ->
                                            attempts.computeIfAbsent(it, none -> new ArrayList<>())
                                                    .add(object));
                }
                next = page.next();
            } while (next.isPresent());
        }
        attempts.values().removeIf(it -> it.stream().anyMatch(o -> !o.modified().isBefore(before)));
        return attempts;
    }

    /** A unit without a manifest was never published: that is written first. */
    private boolean isSpare(
            ArchiveKeys keys, List<ObjectPage.Entry> objects, OffsetRanges published) {
        if (objects.stream().noneMatch(it -> isManifest(keys, it))) {
            return true;
        }
        byte[] manifest = Sources.await(sources.store().get(sources.bucket(), keys.manifest()));
        try {
            return published.contains(ArchiveUnitCodec.read(manifest));
        } catch (IllegalArgumentException notOurs) {
            return false;
        }
    }
}
