package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.ChosenWarehouse;
import io.sluice.schema.SchemaRules;
import io.sluice.warehouse.StoredTable.StoredColumn;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The same proof under other rules: no detection of timestamps, less depth, fewer columns. */
class SettingsIT {
    private static final String APP = "settings";

    @Test
    void rulesMoveValuesAndChangeNone() throws Exception {
        List<String> events =
                List.of(
                        event("{\"at\":\"2015-01-01T05:31:32.50+05:00\",\"a\":{\"b\":{\"c\":1}}}"),
                        event("{\"at\":\"x\",\"n\":1.50,\"late\":[1,\"\\u0000\"]}"),
                        event("{\"late\":true,\"later\":{\"x\":null,\"y\":\"~N~\"},\"n\":null}"));
        try (Rig rig = Rig.start(new SchemaRules(2, false, 3, ChosenWarehouse.fit()), APP)) {
            for (String event : events) {
                rig.send(APP, List.of(event));
                rig.settle(APP);
            }
            AppProof proof = AppProof.of(rig, APP);
            assertThat(proof.rows()).isEqualTo(events.size());
            assertThat(rig.books(APP).altered()).isEqualTo(proof.altered()).isEqualTo(1);
            assertThat(proof.loaded().get(events.getFirst()).getFirst().row().data())
                    .extractingByKey("/body/at")
                    .hasToString("Cell[column=at, type=TEXT, text=2015-01-01T05:31:32.50+05:00]");
            assertThat(proof.tables().getFirst().columns().stream().map(StoredColumn::path))
                    .filteredOn(path -> !path.isEmpty())
                    .containsExactlyInAnyOrder("/body/at", "/body/a/b", "/body/n");
        }
    }

    private static String event(String body) {
        return "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"e\",\"evname\":\"n\",\"body\":%s}"
                .formatted(body);
    }
}
