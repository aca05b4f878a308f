package io.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.OffsetCounters;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress(OffsetCounters.ZERO);

    @Test
    void commitsUpToTheFirstThatIsNotDone() {
        assertThat(progress.committable()).isEmpty();
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
        assertThat(progress.committable()).isEmpty();
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
        assertThat(again.committable()).contains(new OffsetAndMetadata(4, "malformed=3"));
        again.committed(4);
        assertThat(again.uncounted()).isEqualTo(1);
        again.finished(4);
        assertThat(again.committable()).contains(new OffsetAndMetadata(6, "malformed=4"));
        again.committed(6);
        assertThat(again.uncounted()).isZero();
        assertThat(again.committable()).isEmpty();
    }

    private long next() {
        return progress.committable().orElseThrow().offset();
    }
}
