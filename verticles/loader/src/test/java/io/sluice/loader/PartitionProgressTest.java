package io.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.OptionalLong;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress("");

    @Test
    void commitsUpToTheFirstThatIsNotDone() {
        assertThat(progress.committable()).isEmpty();
        progress.begun(3);
        progress.begun(5);
        progress.begun(6);
        progress.position(8);
        assertThat(progress.committable()).isEqualTo(OptionalLong.of(3));
        progress.finished(5);
        assertThat(progress.committable()).isEqualTo(OptionalLong.of(3));
        progress.finished(3);
        assertThat(progress.committable()).isEqualTo(OptionalLong.of(6));
        progress.finished(6);
        assertThat(progress.committable()).isEqualTo(OptionalLong.of(8));
        progress.committed(8);
        assertThat(progress.committable()).isEmpty();
    }

    @Test
    void commitsPastMarkersAndRecordsThatWereNoUnits() {
        progress.position(12);
        assertThat(progress.committable()).isEqualTo(OptionalLong.of(12));
    }
}
