package io.sluice.app.books;

import io.sluice.kafka.OffsetCounters;
import io.sluice.registry.UnitBooks;
import io.sluice.registry.UnitRecord;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.LedgerBooks;

import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The equations between neighbouring stages, over what was counted of one app. Pure.
 *
 * <pre>
 *   sqlizer, each partition   events = rows + dead; no record gone before it was read
 *   sqlizer - batcher         rows + altered + pieces = taken + refused + unread on the rows topic
 *   batcher - registry        units and rows published = those in the registry + unread
 *   registry - ledger         loaded, each table and unit = in the ledger
 *   ledger - tables           loaded = rows that the table holds; duplicates = those noted;
 *                             the rest of a unit's rows = those noted as refused
 * </pre>
 *
 * <p>While things move, a sum has to lie between what the counter beside it was before and after.
 */
final class Equations {
    private static final String SQLIZER = "sqlizer";
    private static final String BATCHER = "batcher";
    private static final String LOADER = "loader";
    private static final String WAREHOUSE = "warehouse";

    private final Measured measured;
    private final String app;
    private final List<Finding> findings = new ArrayList<>();

    private Equations(Measured measured) {
        this.measured = measured;
        this.app = measured.app();
    }

    /** What does not add up. */
    static List<Finding> check(Measured measured) {
        Equations all = new Equations(measured);
        measured.sqlizer().of(measured.eventsTopic()).forEach(all::events);
        all.rows();
        all.units();
        all.tables();
        if (measured.still()) {
            all.own();
        }
        return all.findings;
    }

    private void sure(String stage, String place, String text) {
        findings.add(Finding.sure(app, stage, place, text));
    }

    private void ifItStays(String stage, String place, String text) {
        findings.add(Finding.ifItStays(app, stage, place, text));
    }

    /**
     * Doors write events topics without transactions: an offset that is gone held a chunk, or the
     * mark of a replay.
     */
    private void events(Standing it) {
        OffsetCounters counted = it.counters();
        String place = name(it.partition());
        long events = counted.get("events");
        long rows = counted.get("rows");
        long dead = counted.get("dead");
        if (events != rows + dead) {
            sure(
                    SQLIZER,
                    place + ", events",
                    "the sqlizer has read %d events of %s and made %d rows and %d dead letters of them"
                            .formatted(events, place, rows, dead));
        }
        if (counted.get(OffsetCounters.SKIPPED) > 0) {
            sure(
                    SQLIZER,
                    place + ", skipped",
                    "%d chunks of %s were gone before the sqlizer had read them: their events are lost"
                            .formatted(counted.get(OffsetCounters.SKIPPED), place));
        }
        gone(SQLIZER, it);
        if (it.next() > it.begin() && counted.counts().isEmpty()) {
            sure(
                    SQLIZER,
                    place + ", counters",
                    "the sqlizer stands at offset %d of %s without counters: something else has set it"
                            .formatted(it.next(), place));
        }
    }

    private void gone(String stage, Standing it) {
        String place = name(it.partition());
        if (it.overtaken()) {
            ifItStays(
                    stage,
                    place + ", gone",
                    "offsets %d to %d of %s were gone before the %s had read them"
                            .formatted(it.next(), it.begin() - 1, place, stage));
        }
        if (it.counters().get(OffsetCounters.ANEW) > 0 || it.cut()) {
            ifItStays(
                    stage,
                    place + ", anew",
                    "%s ended before what the %s had read: it was made anew, or cut"
                            .formatted(place, stage));
        }
    }

    private void rows() {
        long unread = measured.unreadRows().values().stream().mapToLong(Long::longValue).sum();
        long taken = Measured.taken(measured.batched());
        long least = taken + unread;
        long most = least + measured.undecidedRows();
        long before = Measured.sent(measured.sqlized());
        long after = Measured.sent(measured.sqlizedAfter());
        if (most >= before && least <= after) {
            return;
        }
        long missing = most < before ? before - most : after - least;
        ifItStays(
                BATCHER,
                measured.rowsTopic(),
                "the sqlizer has sent %d rows, the batcher has taken %d and refused %d, and %d are unread on %s: %s%s"
                        .formatted(
                                missing > 0 ? before : after,
                                measured.batched().get("rows"),
                                measured.batched().get("refused"),
                                unread,
                                measured.rowsTopic(),
                                amount(missing, "rows"),
                                causes(measured.batcher().of(measured.rowsTopic()))));
    }

    /**
     * On topics with transactions an offset that is gone may have held a marker: it tells where,
     * once something is missing, and nothing by itself.
     */
    private static String causes(List<Standing> standings) {
        return standings.stream()
                .filter(
                        it ->
                                it.overtaken()
                                        || it.cut()
                                        || it.counters().get(OffsetCounters.SKIPPED) > 0
                                        || it.counters().get(OffsetCounters.ANEW) > 0)
                .map(Equations::cause)
                .collect(Collectors.joining());
    }

    private static String cause(Standing it) {
        String place = name(it.partition());
        if (it.overtaken()) {
            return "; offsets %d to %d of %s were gone before they were read"
                    .formatted(it.next(), it.begin() - 1, place);
        }
        return it.cut() || it.counters().get(OffsetCounters.ANEW) > 0
                ? "; %s was made anew, or cut".formatted(place)
                : "; %d offsets of %s were gone before they were read"
                        .formatted(it.counters().get(OffsetCounters.SKIPPED), place);
    }

    private void units() {
        UnitBooks.Sum least = sum(measured.unreadUnits()).plus(measured.units().sum());
        UnitBooks.Sum most = least.plus(sum(measured.undecidedUnits()));
        check("units", least.units(), most.units());
        check("rows", least.rows(), most.rows());
    }

    private void check(String what, long least, long most) {
        long before = measured.batched().get(what);
        long after = measured.batchedAfter().get(what);
        if (most >= before && least <= after) {
            return;
        }
        long missing = most < before ? before - most : after - least;
        ifItStays(
                LOADER,
                "published " + what,
                "the batcher has published %d %s, and the registry and sluice.loads have %d: %s%s"
                        .formatted(
                                missing > 0 ? before : after,
                                what.equals("units") ? what : "rows in units",
                                missing > 0 ? most : least,
                                amount(missing, what),
                                causes(measured.loader().standings())));
    }

    private static UnitBooks.Sum sum(List<Unread.Unit> units) {
        return new UnitBooks.Sum(units.size(), units.stream().mapToLong(Unread.Unit::rows).sum());
    }

    private void tables() {
        Set<TableUid> all = new HashSet<>(measured.units().sums().keySet());
        all.addAll(measured.unitsAfter().sums().keySet());
        all.addAll(measured.ledger().tables().keySet());
        for (TableUid table : all) {
            registryAndLedger(table);
        }
        measured.ledger().tables().forEach(this::table);
    }

    /**
     * Units that were open before are followed one by one, so that it is exact when nothing moves.
     */
    private void registryAndLedger(TableUid table) {
        UnitBooks.Sum least = measured.units().sum(table, UnitRecord.State.LOADED);
        UnitBooks.Sum most = measured.unitsAfter().sum(table);
        for (UnitBooks.Open open : measured.units().open()) {
            if (!open.table().equals(table)) {
                continue;
            }
            if (measured.ledger().found().contains(open.unit())) {
                least = new UnitBooks.Sum(least.units() + 1, least.rows() + open.rows());
            } else {
                most = new UnitBooks.Sum(most.units() - 1, most.rows() - open.rows());
            }
        }
        LedgerBooks.OfTable ledger = measured.ledger().tables().get(table);
        long units = ledger == null ? 0 : ledger.units();
        long rows = ledger == null ? 0 : ledger.rows();
        if (units < least.units()
                || units > most.units()
                || rows < least.rows()
                || rows > most.rows()) {
            boolean missing = units < least.units() || rows < least.rows();
            UnitBooks.Sum loaded = missing ? least : most;
            ifItStays(
                    LOADER,
                    "ledger of " + table,
                    "table %s: the registry has %d loaded units of %d rows, the ledger %d of %d: %s"
                            .formatted(
                                    name(table),
                                    loaded.units(),
                                    loaded.rows(),
                                    units,
                                    rows,
                                    amount(loaded.rows() - rows, "rows")));
        }
    }

    private void table(TableUid table, LedgerBooks.OfTable it) {
        if (it.stored() != it.loaded()) {
            sure(
                    WAREHOUSE,
                    "table " + it.name(),
                    "table %s: the ledger says that it got %d rows, and it holds %d: %s"
                            .formatted(
                                    it.name(),
                                    it.loaded(),
                                    it.stored(),
                                    amount(it.loaded() - it.stored(), "rows")));
        }
        if (it.rows() != it.loaded() + it.duplicates() + it.refusedNoted()) {
            sure(
                    WAREHOUSE,
                    "ledger of table " + it.name(),
                    "table %s: its units had %d rows, of which the ledger has %d loaded and %d duplicates, and %d are noted as refused"
                            .formatted(
                                    it.name(),
                                    it.rows(),
                                    it.loaded(),
                                    it.duplicates(),
                                    it.refusedNoted()));
        }
        if (it.duplicates() != it.duplicatesNoted()) {
            sure(
                    WAREHOUSE,
                    "duplicates of table " + it.name(),
                    "table %s: the ledger has %d duplicates, and %d are noted"
                            .formatted(it.name(), it.duplicates(), it.duplicatesNoted()));
        }
    }

    /**
     * Records of alterations and pieces of values take the way of rows: all that were counted have
     * to be somewhere.
     */
    private void own() {
        long altered = measured.sqlized().get("altered");
        long pieces = measured.sqlized().get("pieces");
        long found = Positions.of(measured).own();
        if (altered + pieces != found) {
            ifItStays(
                    SQLIZER,
                    "alterations",
                    "the sqlizer has noted %d alterations and %d pieces of values, and %d records of them are found: %s"
                            .formatted(
                                    altered,
                                    pieces,
                                    found,
                                    amount(altered + pieces - found, "records")));
        }
    }

    private String name(TableUid table) {
        LedgerBooks.OfTable ledger = measured.ledger().tables().get(table);
        return measured.names()
                .getOrDefault(table, ledger == null ? table.toString() : ledger.name());
    }

    private static String name(TopicPartition partition) {
        return partition.topic() + "-" + partition.partition();
    }

    private static String amount(long missing, String what) {
        return missing == 0
                ? "they differ"
                : "%d %s %s"
                        .formatted(Math.abs(missing), what, missing > 0 ? "missing" : "too many");
    }
}
