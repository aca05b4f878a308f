package io.sluice.sqlizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sqlizer.WaitingChunks.Held;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class WaitingChunksTest {
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final TopicPartition TWO = new TopicPartition("t", 2);

    @Test
    void holdsNoMoreThanItMayAndThenOnlyKnowsThatThePartitionWaits() {
        WaitingChunks waiting = new WaitingChunks(100);
        Held sixty = held(60, 7);
        assertThat(waiting.add(ONE, sixty)).isTrue();
        assertThat(waiting.add(TWO, held(41, 9))).isFalse();
        assertThat(waiting.contains(TWO)).isTrue();
        assertThat(waiting.remove(TWO)).contains(new Held(List.of(), 9));
        assertThat(waiting.remove(ONE)).contains(sixty);
        assertThat(waiting.remove(ONE)).isEqualTo(Optional.empty());
        assertThat(waiting.contains(ONE)).isFalse();
        assertThat(waiting.add(TWO, held(100, 9))).as("its room is free again").isTrue();
    }

    private static Held held(int bytes, long next) {
        return new Held(
                List.of(
                        new ConsumerRecord<>(
                                "t",
                                0,
                                0,
                                0,
                                TimestampType.CREATE_TIME,
                                -1,
                                bytes,
                                null,
                                new byte[bytes],
                                new RecordHeaders(),
                                Optional.empty())),
                next);
    }
}
