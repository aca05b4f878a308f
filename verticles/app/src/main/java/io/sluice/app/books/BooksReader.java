package io.sluice.app.books;

import io.sluice.app.load.TopicScan;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.Topics;
import io.sluice.schema.TableUid;

import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads the books. What movement could make appear is looked at again, with growing pauses, and
 * counts only if it is there each time: the marks of a transaction, for one, do not reach all of
 * its topics at once.
 */
final class BooksReader {
    private static final Logger log = LoggerFactory.getLogger(BooksReader.class);
    private static final int LOOKS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final String LEDGER_OF = "ledger of ";

    /** As the loader counts them, beside its offsets. */
    private static final String MALFORMED = "malformed";

    private final Sources sources;
    private final BooksSettings settings;
    private final Duration firstPause;

    BooksReader(Sources sources, BooksSettings settings) {
        this(sources, settings, FIRST_PAUSE);
    }

    /**
     * @param firstPause between the first two looks; it doubles
     */
    BooksReader(Sources sources, BooksSettings settings, Duration firstPause) {
        this.sources = sources;
        this.settings = settings;
        this.firstPause = firstPause;
    }

    /** One look at one app. */
    private record Look(Measured measured, List<Finding> findings) {
        List<Finding> moving() {
            return findings.stream().filter(Finding::moving).toList();
        }

        /** This later look, with those findings only that the one before had as well. */
        Look after(Look before) {
            return new Look(
                    measured,
                    findings.stream()
                            .filter(
                                    it ->
                                            !it.moving()
                                                    || before.findings.stream()
                                                            .anyMatch(it::isSameAs))
                            .toList());
        }
    }

    /**
     * Counts.
     *
     * @param limit for reading topics
     * @param whole with the letters of the door and the objects that no unit names
     */
    Books read(List<String> apps, Duration limit, boolean whole) {
        List<RetentionWatch.Share> retention = retention(apps);
        long deadline = System.nanoTime() + limit.toNanos();
        try (GroupOffsets offsets = new GroupOffsets(sources.kafka())) {
            Measuring measuring = new Measuring(sources, offsets);
            Map<String, Look> looks = look(measuring, apps, deadline);
            List<AppBooks> books = new ArrayList<>();
            List<Finding> findings = new ArrayList<>();
            Duration oldest = Duration.ZERO;
            for (String app : apps) {
                Look look = looks.get(app);
                if (look == null) {
                    continue;
                }
                books.add(AppBooks.of(look.measured(), whole ? refused(app) : 0));
                findings.addAll(look.findings());
                findings.addAll(named(look));
                UnitFindings.Result units =
                        UnitFindings.find(
                                sources, look.measured(), settings.unitAge(), Instant.now());
                findings.addAll(units.findings());
                oldest = oldest.compareTo(units.oldest()) > 0 ? oldest : units.oldest();
            }
            findings.addAll(archive(offsets, apps, deadline, whole));
            return new Books(
                    books,
                    findings,
                    retention.stream()
                            .filter(settings::warns)
                            .map(RetentionWatch.Share::text)
                            .toList(),
                    retention,
                    oldest,
                    whole ? Optional.of(orphans(apps)) : Optional.empty(),
                    measuring.loader().counters(Topics.LOADS).get(MALFORMED));
        }
    }

    /** Of the archive. What a transaction's last marks would mend is looked at again too. */
    private List<Finding> archive(
            GroupOffsets offsets, List<String> apps, long deadline, boolean whole) {
        ArchiveReading reading = new ArchiveReading(sources, offsets);
        List<Finding> findings = reading.findings(apps, deadline, whole);
        for (int n = 1; n < LOOKS && !findings.isEmpty(); n++) {
            pause(firstPause.toMillis() << (n - 1));
            findings = reading.findings(apps, deadline, whole);
        }
        return findings;
    }

    private Map<String, Look> look(Measuring measuring, List<String> apps, long deadline) {
        Map<String, Look> looks = new HashMap<>();
        List<String> doubtful = apps;
        for (int n = 0; n < LOOKS && !doubtful.isEmpty(); n++) {
            if (n > 0) {
                log.atDebug()
                        .addKeyValue("look", n)
                        .addKeyValue("findings", () -> lines(looks))
                        .log("books are looked at again");
                pause(firstPause.toMillis() << (n - 1));
            }
            for (Measured measured : measuring.measure(doubtful, deadline)) {
                looks.merge(
                        measured.app(),
                        new Look(measured, Equations.check(measured)),
                        (before, now) -> now.after(before));
            }
            doubtful = doubtful(looks, doubtful);
        }
        return looks;
    }

    private static List<String> lines(Map<String, Look> looks) {
        return looks.values().stream()
                .flatMap(look -> look.moving().stream())
                .map(Finding::line)
                .toList();
    }

    private static List<String> doubtful(Map<String, Look> looks, List<String> apps) {
        return apps.stream()
                .filter(
                        app ->
                                Optional.ofNullable(looks.get(app))
                                        .filter(look -> !look.moving().isEmpty())
                                        .isPresent())
                .toList();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    /** Where registry and ledger of a table differ, the units in which they do. */
    private List<Finding> named(Look look) {
        List<Finding> units = new ArrayList<>();
        for (Finding finding : look.findings()) {
            if (finding.place().startsWith(LEDGER_OF) && finding.moving()) {
                TableUid table = TableUid.parse(finding.place().substring(LEDGER_OF.length()));
                units.addAll(UnitFindings.compare(sources, look.measured(), table));
            }
        }
        return units;
    }

    private long refused(String app) {
        return new TopicScan(sources.kafka(), app).refusedAtTheDoor();
    }

    /** How near retention is to what is not read; quick, however much that is. */
    List<RetentionWatch.Share> retention(List<String> apps) {
        try (GroupOffsets offsets = new GroupOffsets(sources.kafka());
                LogReader reader = LogReader.committed(sources.kafka())) {
            Measuring.Groups groups = new Measuring(sources, offsets).groups(apps);
            return RetentionWatch.read(
                    List.of(
                            groups.sqlizer(),
                            groups.batcher(),
                            groups.loader(),
                            new ArchiveReading(sources, offsets).group(apps)),
                    offsets,
                    reader,
                    System.currentTimeMillis());
        }
    }

    private Orphans orphans(List<String> apps) {
        Orphans sum = Orphans.NONE;
        for (String app : apps) {
            sum = sum.plus(new OrphanSearch(sources, app).count(settings.sweep().safeAge()));
        }
        return sum;
    }
}
