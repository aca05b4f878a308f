package io.sluice.franz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.franz.Sample.Mark;
import io.sluice.kafka.Stage;
import io.sluice.kafka.TopicState;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class LoadsTest {
    private static final String TOPIC = "sluice.demo.events";
    private static final Duration AVERAGE = Duration.ofSeconds(60);
    private final List<Sample> samples = new ArrayList<>();

    /** Every partition gets 600 records a minute, of 10 events each, all of them read. */
    static List<Sample> growing(Collection<TopicState> topics, int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<TopicPartition, Mark> marks = new HashMap<>();
            long end = 600L * i;
            for (TopicState topic : topics) {
                if (Stage.of(topic.name()).isPresent()) {
                    for (int p = 0; p < topic.partitions().size(); p++) {
                        marks.put(
                                new TopicPartition(topic.name(), p),
                                new Mark(end, end, end * 10, end * 1000));
                    }
                }
            }
            samples.add(new Sample(60_000L * i, marks, Map.of("sluice-sqlizer", 2)));
        }
        return samples;
    }

    private void sample(long second, Mark... partitions) {
        Map<TopicPartition, Mark> marks = new HashMap<>();
        for (int i = 0; i < partitions.length; i++) {
            marks.put(new TopicPartition(TOPIC, i), partitions[i]);
        }
        samples.add(new Sample(second * 1000, marks, Map.of("sluice-sqlizer", 2)));
    }

    private TopicLoad load() {
        return Loads.of(samples, AVERAGE).get(TOPIC);
    }

    @Test
    void oneSampleTellsNothing() {
        sample(0, new Mark(1, 1, 1, 1));
        assertThat(Loads.of(samples, AVERAGE)).isEmpty();
    }

    @Test
    void countsEventsThoughBrokersCountRecords() {
        sample(0, new Mark(0, 0, 0, 0));
        sample(60, new Mark(600, 600, 60_000, 6_000_000));
        assertThat(load().peakEvents()).isEqualTo(1000, within(1e-6));
        assertThat(load().peakBytes().orElseThrow()).isEqualTo(100_000, within(1e-6));
        assertThat(load().behind()).isZero();
        assertThat(load().perConsumer()).isEmpty();
    }

    @Test
    void theBusiestTimeCountsAndDeletedBytesDoNot() {
        sample(0, new Mark(0, 0, 0, 5000));
        sample(60, new Mark(600, 600, 600, 11_000));
        sample(120, new Mark(660, 660, 660, 2000));
        assertThat(load().peakEvents()).isEqualTo(10, within(1e-6));
        assertThat(load().events()).isEqualTo(1, within(1e-6));
        assertThat(load().peakBytes().orElseThrow()).isEqualTo(100, within(1e-6));
    }

    @Test
    void lagIsTheAgeOfTheFirstUnreadRecord() {
        sample(0, new Mark(100, 100, 100, 0));
        sample(60, new Mark(200, 100, 100, 0));
        sample(120, new Mark(300, 150, 150, 0));
        assertThat(load().behind()).isEqualTo(150, within(1e-6));
        assertThat(load().lag()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aConsumerThatAlwaysHadMoreToReadShowsHowFastItIs() {
        sample(0, new Mark(100_000, 0, 0, 0), new Mark(0, 0, 0, 0));
        sample(60, new Mark(100_000, 60_000, 60_000, 0), new Mark(600, 600, 600, 0));
        assertThat(load().perConsumer().orElseThrow()).isEqualTo(1000, within(1e-6));
    }

    @Test
    void partitionsThatGotMoreAreSeen() {
        sample(0, new Mark(0, 0, 0, 0), new Mark(0, 0, 0, 0), new Mark(0, 0, 0, 0));
        sample(60, new Mark(50, 0, 0, 0), new Mark(900, 0, 0, 0), new Mark(50, 0, 0, 0));
        assertThat(load().skew()).isEqualTo(2.7, within(1e-6));
        assertThat(load().busiest()).isEqualTo(1);
    }

    @Test
    void aTopicMadeAnewGivesNoNegativeRates() {
        sample(0, new Mark(1000, 1000, 1000, 1000));
        sample(60, new Mark(10, 5, 5, 10));
        assertThat(load().peakEvents()).isZero();
    }

    @Test
    void sizesThatWeMayNotSeeAreUnknown() {
        sample(0, new Mark(0, 0, 0, Mark.UNKNOWN));
        sample(60, new Mark(1, 1, 1, Mark.UNKNOWN));
        assertThat(load().peakBytes()).isEmpty();
    }

    @Test
    void historyKeepsSixtyAndTheNewest() {
        LoadHistory history = new LoadHistory(Duration.ofHours(1));
        for (int second = 0; second < 7205; second += 10) {
            history.add(new Sample(second * 1000L, Map.of(), Map.of()));
        }
        assertThat(history.samples()).hasSizeBetween(60, 62);
        assertThat(history.samples().getLast().atMillis()).isEqualTo(7_200_000);
    }
}
