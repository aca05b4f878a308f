package io.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.OffsetCounters;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableUid;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress(OffsetCounters.ZERO);

    @Test
    void commitsUpToTheFirstThatIsNotDone() {
        assertThat(progress.committable(0)).isEmpty();
        progress.begun(3);
        progress.begun(5);
        progress.begun(6);
        progress.position(8);
        assertThat(next()).isEqualTo(3);
        progress.finished(5);
        assertThat(next()).isEqualTo(3);
        progress.finished(3);
        assertThat(next()).isEqualTo(6);
        progress.finished(6);
        assertThat(next()).isEqualTo(8);
        progress.committed(8);
        assertThat(progress.committable(0)).isEmpty();
    }

    @Test
    void commitsPastMarkersAndRecordsThatWereNoUnits() {
        progress.position(12);
        assertThat(next()).isEqualTo(12);
    }

    @Test
    void countsEachRecordThatIsNoUnitOnceBesideTheOffset() {
        PartitionProgress again =
                new PartitionProgress(OffsetCounters.ZERO.plus(PartitionProgress.MALFORMED, 2));
        again.malformed(3);
        again.begun(4);
        again.malformed(5);
        again.position(6);
        assertThat(again.committable(0)).contains(new OffsetAndMetadata(4, "malformed=3"));
        again.committed(4);
        assertThat(again.uncounted()).isEqualTo(1);
        again.finished(4);
        assertThat(again.committable(0)).contains(new OffsetAndMetadata(6, "malformed=4"));
        again.committed(6);
        assertThat(again.uncounted()).isZero();
        assertThat(again.committable(0)).isEmpty();
    }

    @Test
    void commitsUnitsWithLettersFewAtATime() {
        for (long offset = 0; offset < 6; offset++) {
            progress.begun(offset);
            progress.finished(offset);
        }
        progress.begun(6);
        progress.position(7);
        List.of(1L, 3L, 4L).forEach(it -> progress.refused(unit(it)));
        assertThat(next()).isEqualTo(1);
        assertThat(progress.committable(2).orElseThrow().offset()).isEqualTo(4);
        assertThat(progress.refusedBefore(4))
                .extracting(QueuedUnit::offset)
                .containsExactly(1L, 3L);
        progress.committed(4);
        assertThat(progress.committable(0)).isEmpty();
        assertThat(progress.committable(9).orElseThrow().offset()).isEqualTo(6);
        progress.committed(6);
        assertThat(progress.uncounted()).isZero();
    }

    private static QueuedUnit unit(long offset) {
        return new QueuedUnit(
                new TopicPartition("t", 0),
                offset,
                new LoadUnit(
                        UUID.randomUUID(),
                        "app",
                        new TableUid(UUID.randomUUID()),
                        1,
                        0,
                        1,
                        0,
                        "b",
                        "m",
                        List.of(new LoadUnit.DataFile("f", 1, 1)),
                        0),
                Optional.empty());
    }

    private long next() {
        return progress.committable(0).orElseThrow().offset();
    }
}
