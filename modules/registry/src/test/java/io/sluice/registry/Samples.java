package io.sluice.registry;

import io.sluice.events.Origin;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.vertx.core.Future;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the tests of the registry are made of. */
final class Samples {
    static final Instant AT = Instant.parse("2015-01-01T00:31:32.123456Z");

    private Samples() {}

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    static Column column(String field) {
        return new Column("/body/" + field, field, Facts.OF_INT64);
    }

    /** The next version: one column more. */
    static TableSchema with(TableSchema schema, Column column) {
        List<Column> columns = new ArrayList<>(schema.columns());
        columns.add(column);
        return next(schema, columns);
    }

    static TableSchema next(TableSchema schema, List<Column> columns) {
        return new TableSchema(
                schema.table(),
                schema.app(),
                schema.entype(),
                schema.evname(),
                schema.name(),
                schema.version() + 1,
                columns);
    }

    static Lineage lineage(String instance) {
        return new Lineage(
                new Origin("sluice.shop.events", 3, 1_234_567_890_123L, 7), instance, AT);
    }

    static LoadUnit unit(TableSchema schema, long rows) {
        UUID id = UUID.randomUUID();
        return new LoadUnit(
                id,
                schema.app(),
                schema.table(),
                schema.version(),
                schema.fingerprint(),
                rows,
                rows / 2,
                "bucket",
                schema.app() + "/" + id + ".manifest.json",
                List.of(new LoadUnit.DataFile(schema.app() + "/" + id + "-0.csv.zst", 99, rows)),
                1_420_072_292_123_456L);
    }
}
