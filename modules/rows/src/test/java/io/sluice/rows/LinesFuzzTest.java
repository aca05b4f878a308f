package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sluice.schema.SchemaRules;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import java.util.List;
import java.util.Random;

/** Forged rows are refused, or every line has the columns that it is said to have. */
class LinesFuzzTest {
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"u\",\"evname\":\"m\",\"body\":%s}";
    private final Deciders deciders = new Deciders(1, SchemaRules.DEFAULT);
    private final TableSchema old = decide("{\"a\":1,\"b\":\"x\"}");
    private final TableSchema now = decide("{\"a\":[1],\"c\":true,\"b\":7}");

    private TableSchema decide(String body) {
        return deciders.decide(List.of(EVENT.formatted(body)), new Random(1));
    }

    @FuzzTest
    void areRefusedOrHaveTheColumnsTheyShould(byte[] lines) {
        for (TableSchema to : List.of(old, now)) {
            byte[] padded;
            Padding padding = Padding.between(old, to);
            try {
                padded = padding.apply(lines);
            } catch (IllegalArgumentException refused) {
                continue;
            }
            int rows = 0;
            boolean whole = true;
            int fields = SystemColumn.values().length + to.columns().size();
            RowReader row = new RowReader(padded);
            try {
                while (row.next()) {
                    rows++;
                    whole &= row.fields() == fields;
                    for (int field = 0; field < row.fields(); field++) {
                        assertThat(row.value(field)).isNotNull();
                    }
                }
            } catch (IllegalArgumentException refused) {
                whole = false;
            }
            assertThat(whole || padding.isIdentity()).isTrue();
            assertThat(padding.fits(lines, rows) || !whole).isTrue();
        }
    }
}
