package io.sluice.batcher;

import io.sluice.rows.BatchCutter;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.apache.kafka.common.TopicPartition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows and schemas for tests. The first column of a row is a number that tells rows apart. */
final class Samples {
    private Samples() {}

    /** A version with as many BIGINT columns as its number. */
    static TableSchema version(TableSchema table, int version) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < version; i++) {
            columns.add(new Column("/body/c" + i, "c" + i, Facts.OF_INT64));
        }
        return new TableSchema(
                table.table(),
                table.app(),
                table.entype(),
                table.evname(),
                table.name(),
                version,
                columns);
    }

    static TableSchema version(int version) {
        TableUid uid = new TableUid(new UUID(1, 2));
        return version(new TableSchema(uid, "app", "user", "seen", "t", 0, List.of()), version);
    }

    /** Rows of a version, each with the next number. */
    static byte[] lines(TableSchema schema, long first, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("~N~,\"2015-01-01T00:31:32Z\",\"2015-01-01T00:31:33Z\",")
                    .append(schema.version())
                    .append(",\"topic, of \"\"x\"\"\",0,7,")
                    .append(i)
                    .append(",~N~");
            for (int column = 0; column < schema.version(); column++) {
                lines.append(',').append(column == 0 ? first + i : column);
            }
            lines.append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    static RowsHeader header(TableSchema schema, int count) {
        return new RowsHeader(
                schema.app(), schema.table(), schema.version(), schema.fingerprint(), count, 0);
    }

    static BatchCutter.Chunk<Source> chunk(TableSchema schema, long first, int count) {
        Source source = new Source(new TopicPartition("sluice.app.rows", 0), first, 0, schema);
        return new BatchCutter.Chunk<>(header(schema, count), lines(schema, first, count), source);
    }
}
