package io.sluice.loader;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.DeadLetter;
import io.sluice.events.Origin;
import io.sluice.events.RejectCode;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.rows.LoadUnit;
import io.sluice.warehouse.RefusedRow;

import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.Arrays;

/**
 * Dead letters of rows that units were loaded without: the row as it stands in the batch file. The
 * record's key is file and row, the same whenever the letter is made. Pure.
 *
 * @param table the table's name
 * @param maxValueBytes a longer row is cut, and the detail says so
 */
record RefusedLetters(QueuedUnit queued, String table, int maxValueBytes) {
    private static final int MAX_INT = Integer.MAX_VALUE;

    ProducerRecord<byte[], byte[]> of(RefusedRow.WithLine refused) {
        LoadUnit unit = queued.unit();
        RefusedRow row = refused.row();
        byte[] value = refused.line();
        String detail =
                "the warehouse refused this row of table %s, version %d, unit %s: %s"
                        .formatted(table, unit.version(), unit.id(), row.reason());
        if (value.length == 0) {
            value = row.value().getBytes(UTF_8);
            detail += "; its file is gone, and this is all that was noted of it";
        } else if (value.length > maxValueBytes) {
            detail += "; the first %d of %d bytes".formatted(maxValueBytes, value.length);
            value = Arrays.copyOf(value, maxValueBytes);
        }
        DeadLetter letter =
                new DeadLetter(
                        value,
                        RejectCode.ROW_REFUSED.code(),
                        detail,
                        row.origin().orElseGet(() -> ofUnit(row)),
                        "",
                        unit.cutMicros());
        return new ProducerRecord<>(
                Topics.dead(unit.app()),
                null,
                null,
                (row.file() + ":" + row.row()).getBytes(UTF_8),
                letter.value(),
                KafkaHeaders.of(letter.toHeaders()));
    }

    /** A row that does not say where its event lies has at least its unit's place. */
    private Origin ofUnit(RefusedRow row) {
        return new Origin(
                queued.partition().topic(),
                queued.partition().partition(),
                queued.offset(),
                (int) Math.min(row.row(), MAX_INT));
    }
}
