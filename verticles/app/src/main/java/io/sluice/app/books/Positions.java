package io.sluice.app.books;

import io.sluice.registry.UnitBooks;
import io.sluice.registry.UnitRecord;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.LedgerBooks;

import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the rows of an app are, each counted where it lies; those that tell of events apart. Pure.
 *
 * @param unreadEvents events in chunks that the sqlizer has not read
 * @param unreadRows rows in chunks that the batcher has not read
 * @param waitingRows rows in units that are published and not loaded
 * @param parkedRows rows in units that were set aside
 * @param refusedRows rows that the batcher or the warehouse refused: dead
 * @param loaded rows in tables
 * @param duplicates rows left out as duplicates
 * @param own records of alterations and pieces of values, wherever they are
 */
record Positions(
        long unreadEvents,
        long unreadRows,
        long waitingRows,
        long parkedRows,
        long refusedRows,
        long loaded,
        long duplicates,
        long own) {

    static Positions of(Measured it) {
        long refusedAltered = it.batched().get("refused_altered");
        Count unread = new Count();
        it.unreadRows().forEach((table, rows) -> unread.add(it.isOwn(table), rows));
        Count waiting = new Count();
        it.unreadUnits().forEach(unit -> waiting.add(it.isOwn(unit.table()), unit.rows()));
        Count parked = new Count();
        for (TableUid table : it.units().sums().keySet()) {
            boolean own = it.isOwn(table);
            waiting.add(own, it.units().sum(table, UnitRecord.State.PUBLISHED).rows());
            parked.add(own, it.units().sum(table, UnitRecord.State.PARKED).rows());
        }
        Count loaded = new Count();
        Count duplicates = new Count();
        Count refused = new Count();
        for (Map.Entry<TableUid, LedgerBooks.OfTable> table : it.ledger().tables().entrySet()) {
            loaded.add(it.isOwn(table.getKey()), table.getValue().loaded());
            duplicates.add(it.isOwn(table.getKey()), table.getValue().duplicates());
            refused.add(it.isOwn(table.getKey()), table.getValue().refusedNoted());
        }
        // A unit whose load the registry has not heard of yet is in the ledger already.
        for (UnitBooks.Open open : it.units().open()) {
            if (it.ledger().found().contains(open.unit())) {
                waiting.add(it.isOwn(open.table()), -open.rows());
            }
        }
        return new Positions(
                it.unreadEvents(),
                unread.events,
                waiting.events,
                parked.events,
                it.batched().get("refused") - refusedAltered + refused.events,
                loaded.events,
                duplicates.events,
                Stream.of(unread, waiting, parked, loaded, duplicates, refused)
                                .mapToLong(count -> count.own)
                                .sum()
                        + refusedAltered);
    }

    private static final class Count {
        private long events;
        private long own;

        void add(boolean isOwn, long rows) {
            if (isOwn) {
                own += rows;
            } else {
                events += rows;
            }
        }
    }
}
