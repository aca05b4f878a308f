package io.sluice.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.TableUid;
import io.sluice.warehouse.QueryResult;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.StoredTable.StoredColumn;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class LoadReportTest {
    private static final Stages DONE = new Stages(0, 4, 1, 0, 3, 3, 3, 0);
    private static final StoredTable TABLE =
            new StoredTable(
                    new TableUid(new UUID(0, 1)),
                    "_e_user__login",
                    2,
                    3,
                    List.of(
                            new StoredColumn("_id", "", "TEXT"),
                            new StoredColumn("level", "/body/level", "BIGINT")));

    @Test
    void jsonIsOneLineWithExactNumbers() {
        QueryResult answer =
                new QueryResult(
                        List.of("a", "b", "c", "d"),
                        List.of(
                                List.of(
                                        new QueryResult.Num(new BigDecimal("9007199254740993")),
                                        new QueryResult.Num(new BigDecimal("1.50")),
                                        new QueryResult.Null(),
                                        new QueryResult.Text("2015-01-01T00:31:32Z"))));
        assertThat(report(new FileBooks(4, 2, 1, 1, 0), DONE).with(answer).toJson())
                .isEqualTo(
                        "{\"received\":4,\"loaded\":2,\"duplicates\":1,\"dead\":1,\"altered\":0,"
                            + "\"seconds\":1.235,\"tables\":[{\"app\":\"demo\","
                            + "\"table\":\"_e_user__login\",\"rows\":3,\"version\":2,\"columns\":["
                            + "{\"name\":\"_id\",\"path\":null,\"type\":\"TEXT\"},"
                            + "{\"name\":\"level\",\"path\":\"/body/level\",\"type\":\"BIGINT\"}]}],"
                            + "\"query\":[[9007199254740993,1.50,null,\"2015-01-01T00:31:32Z\"]]}");
    }

    @Test
    void withoutAQueryThereIsNone() {
        assertThat(report(new FileBooks(4, 2, 1, 1, 0), DONE).toJson()).doesNotContain("query");
    }

    @Test
    void completeMeansBalancedAndAllLoadedAndNothingSetAside() {
        FileBooks books = new FileBooks(4, 2, 1, 1, 0);
        assertThat(report(books, DONE).complete()).isTrue();
        assertThat(report(new FileBooks(5, 2, 1, 1, 0), DONE).complete()).isFalse();
        assertThat(report(books, new Stages(1, 4, 1, 0, 3, 3, 3, 0)).complete()).isFalse();
        assertThat(report(books, new Stages(0, 4, 1, 0, 3, 3, 1, 2)).complete()).isFalse();
    }

    @Test
    void aPersonSeesTablesAndBooks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report(new FileBooks(4, 2, 1, 1, 0), DONE)
                .print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("_e_user__login", "level BIGINT")
                .contains("received 4 = loaded 2 + duplicates 1 + dead 1   balanced");
    }

    @Test
    void whatIsStuckIsNamed() {
        assertThat(new Stages(2, 4, 1, 0, 3, 3, 3, 0).waitsFor()).contains("sqlizer", "2");
        assertThat(new Stages(0, 4, 1, 0, 3, 1, 1, 0).waitsFor()).contains("batcher", "2");
        assertThat(new Stages(0, 4, 1, 0, 3, 3, 0, 1).waitsFor()).contains("loader", "2");
    }

    private static LoadReport report(FileBooks books, Stages end) {
        return new LoadReport(
                "demo", books, 1.2345, List.of(TABLE), Optional.empty(), Optional.empty(), end);
    }
}
