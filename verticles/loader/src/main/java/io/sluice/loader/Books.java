package io.sluice.loader;

import io.sluice.registry.Registry;
import io.sluice.rows.LoadUnit;
import io.sluice.warehouse.WarehouseException;
import io.sluice.warehouse.WarehouseException.Kind;
import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Supplier;

/**
 * Notes in the registry what became of units. Waits out an outage; what the registry refuses (a
 * unit of a table it does not know) is logged and left. Thread-safe.
 */
record Books(Registry registry, LoaderSettings.Retry retry) {
    private static final Logger log = LoggerFactory.getLogger(Books.class);

    /** One that is refused keeps none of the others out. */
    void published(List<LoadUnit> units) throws InterruptedException {
        if (!note("published", units, () -> registry.published(units)) && units.size() > 1) {
            for (LoadUnit unit : units) {
                published(List.of(unit));
            }
        }
    }

    void loaded(List<LoadUnit> units) throws InterruptedException {
        note("loaded", units, () -> registry.loaded(units.stream().map(LoadUnit::id).toList()));
    }

    void parked(LoadUnit unit, String reason) throws InterruptedException {
        note("parked", List.of(unit), () -> registry.parked(unit.id(), reason));
    }

    /** Why units wait. Nobody waits for this note: the next try leaves another. */
    void held(List<LoadUnit> units, String reason) {
        registry.held(units.stream().map(LoadUnit::id).toList(), reason)
                .onFailure(
                        failure ->
                                log.atDebug()
                                        .setCause(failure)
                                        .log("it was not noted why units wait"));
    }

    /** False if the registry refuses. */
    private boolean note(String state, List<LoadUnit> units, Supplier<Future<Void>> call)
            throws InterruptedException {
        Backoff backoff = new Backoff(retry);
        while (true) {
            try {
                RegistryVersions.await(call.get());
                return true;
            } catch (WarehouseException failed) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while noting " + state);
                }
                if (failed.kind() == Kind.REFUSED) {
                    log.atError()
                            .setCause(failed)
                            .addKeyValue("state", state)
                            .addKeyValue("units", units.stream().map(LoadUnit::id).toList())
                            .log("the registry refuses to note units");
                    return false;
                }
                log.atDebug()
                        .setCause(failed)
                        .addKeyValue("state", state)
                        .log("the registry is away; noting units is tried again");
            }
            backoff.pause();
        }
    }
}
