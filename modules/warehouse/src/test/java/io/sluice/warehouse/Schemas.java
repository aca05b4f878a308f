package io.sluice.warehouse;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Schemas and units for tests. */
final class Schemas {
    static final Facts BOOL = Facts.OF_BOOL;
    static final Facts BIGINT = Facts.OF_INT64;
    static final Facts DOUBLE = BIGINT.join(Facts.ofNumber(true, false, 3, 2, 6));
    static final Facts DECIMAL0 = BIGINT.join(Facts.ofNumber(true, true, 25, 0, 25));
    static final Facts DECIMAL9 = BIGINT.join(Facts.ofNumber(true, true, 20, 5, 30));
    static final Facts DECIMAL18 = BIGINT.join(Facts.ofNumber(true, true, 15, 15, 30));
    static final Facts HUGE = BIGINT.join(Facts.ofNumber(true, true, 400, 400, 800));
    static final Facts INSTANT = Facts.OF_INSTANT;
    static final Facts TEXT = Facts.ofText(20);
    static final Facts LONG_TEXT = Facts.ofText(5000);
    static final Facts JSON = Facts.OF_JSON;

    private Schemas() {}

    /** A version whose columns are a, b, c… with these facts. */
    static TableSchema schema(TableUid uid, int version, Facts... facts) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < facts.length; i++) {
            String name = i < 26 ? Character.toString('a' + i) : "c" + i;
            columns.add(new Column("/body/" + name, name, facts[i]));
        }
        String name = "_e_t__" + uid.toString().substring(0, 8);
        return new TableSchema(uid, "app", "t", "x", name, version, columns);
    }

    static TableUid uid() {
        return new TableUid(UUID.randomUUID());
    }

    static LoadUnit unit(TableSchema schema, long rows, long withId) {
        return new LoadUnit(
                UUID.randomUUID(),
                schema.app(),
                schema.table(),
                schema.version(),
                schema.fingerprint(),
                rows,
                withId,
                "bucket",
                "manifest",
                List.of(new LoadUnit.DataFile("file", 1, rows)),
                0);
    }
}
