package io.sluice.app.books;

import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.registry.UnitBooks;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.LedgerBooks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was counted of one app, in this order: the counters of the stages, what they had not read,
 * the units in the registry, the ledger, the registry again, the counters again. So whatever moved
 * meanwhile lies between what was counted before and after.
 *
 * @param names of the app's tables
 * @param own the tables that alterations, and values in pieces, are recorded in
 */
record Measured(
        String app,
        Map<TableUid, String> names,
        Set<TableUid> own,
        Group sqlizer,
        Group batcher,
        Group loader,
        Unread unread,
        UnitBooks units,
        LedgerBooks ledger,
        UnitBooks unitsAfter,
        Group batcherAfter,
        Group sqlizerAfter) {

    String eventsTopic() {
        return Topics.events(app);
    }

    String rowsTopic() {
        return Topics.rows(app);
    }

    OffsetCounters sqlized() {
        return sqlizer.counters(eventsTopic());
    }

    OffsetCounters sqlizedAfter() {
        return sqlizerAfter.counters(eventsTopic());
    }

    OffsetCounters batched() {
        return batcher.counters(rowsTopic());
    }

    OffsetCounters batchedAfter() {
        return batcherAfter.counters(rowsTopic());
    }

    /** Rows that the sqlizer sent, those of its own tables included. */
    static long sent(OffsetCounters sqlized) {
        return sqlized.get("rows") + ownSent(sqlized);
    }

    /** Records of alterations, and pieces of values, that the sqlizer sent. */
    static long ownSent(OffsetCounters sqlized) {
        return sqlized.get("altered") + sqlized.get("pieces");
    }

    /** Rows that the batcher took or refused. */
    static long taken(OffsetCounters batched) {
        return batched.get("rows") + batched.get("refused");
    }

    /** Events in chunks that the sqlizer has not read. */
    long unreadEvents() {
        return sqlizer.of(eventsTopic()).stream()
                .mapToLong(it -> unread.events().getOrDefault(it.partition(), 0L))
                .sum();
    }

    /** Rows in chunks that the batcher has not read, by table. */
    Map<TableUid, Long> unreadRows() {
        return unread.rows().getOrDefault(rowsTopic(), Map.of());
    }

    /** Rows that may be of transactions that are open. */
    long undecidedRows() {
        return unread.undecidedRows().getOrDefault(rowsTopic(), 0L);
    }

    /** Published units that no loader has noted yet. */
    List<Unread.Unit> unreadUnits() {
        return unknown(unread.units().values());
    }

    /** Units that may be of transactions that are open. */
    List<Unread.Unit> undecidedUnits() {
        return unknown(unread.undecidedUnits().values());
    }

    private List<Unread.Unit> unknown(Collection<Unread.Unit> all) {
        return all.stream()
                .filter(it -> it.app().equals(app) && !units.known().contains(it.id()))
                .toList();
    }

    /** Whether nothing has moved while it was counted. */
    boolean still() {
        return sqlized().equals(sqlizedAfter())
                && batched().equals(batchedAfter())
                && units.sums().equals(unitsAfter.sums())
                && undecidedRows() == 0
                && undecidedUnits().isEmpty();
    }

    /** Whether a table holds no events but what is told of them. */
    boolean isOwn(TableUid table) {
        return own.contains(table);
    }
}
