package io.sluice.console.live;

import io.sluice.registry.Registry;
import io.sluice.registry.UnitBooks;
import io.sluice.registry.UnitRecord;
import io.vertx.core.Future;

import java.util.List;
import java.util.Map;

/**
 * The load units of all apps, as the registry knows them.
 *
 * @param published not loaded yet
 * @param loaded in their tables
 * @param parked set aside with a reason
 */
record UnitTotals(UnitBooks.Sum published, UnitBooks.Sum loaded, UnitBooks.Sum parked) {
    private static final UnitTotals NONE =
            new UnitTotals(UnitBooks.Sum.ZERO, UnitBooks.Sum.ZERO, UnitBooks.Sum.ZERO);

    /** One short statement for each app, one after the other. */
    static Future<UnitTotals> read(Registry registry) {
        return registry.apps()
                .compose(
                        apps -> {
                            Future<UnitTotals> sum = Future.succeededFuture(NONE);
                            for (String app : apps) {
                                sum =
                                        sum.compose(
                                                before ->
                                                        registry.unitBooks(app, List.of(), 0)
                                                                .map(before::plus));
                            }
                            return sum;
                        });
    }

    private UnitTotals plus(UnitBooks books) {
        return new UnitTotals(
                published.plus(sum(books, UnitRecord.State.PUBLISHED)),
                loaded.plus(sum(books, UnitRecord.State.LOADED)),
                parked.plus(sum(books, UnitRecord.State.PARKED)));
    }

    private static UnitBooks.Sum sum(UnitBooks books, UnitRecord.State state) {
        return books.sums().values().stream()
                .map(Map::copyOf)
                .map(it -> it.getOrDefault(state, UnitBooks.Sum.ZERO))
                .reduce(UnitBooks.Sum.ZERO, UnitBooks.Sum::plus);
    }
}
