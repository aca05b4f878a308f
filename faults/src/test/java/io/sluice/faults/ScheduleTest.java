package io.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.WarehouseChoice;
import io.sluice.faults.Schedule.Planned;
import io.sluice.faults.fault.Fault;
import io.sluice.faults.fault.Fault.Track;
import io.sluice.faults.fault.Faults;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class ScheduleTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aSeedGivesOneScheduleAndAnotherSeedAnother() {
        Schedule schedule = Schedule.of(7, HOUR, Faults.all(WarehouseChoice.REDSHIFT));
        assertThat(Schedule.of(7, HOUR, Faults.all(WarehouseChoice.REDSHIFT)).planned().toString())
                .isEqualTo(schedule.planned().toString());
        assertThat(Schedule.of(8, HOUR, Faults.all(WarehouseChoice.REDSHIFT)).planned().toString())
                .isNotEqualTo(schedule.planned().toString());
    }

    @Test
    void anHourHasEveryFaultAndTwoHundredKills() {
        for (long seed = 0; seed < 20; seed++) {
            List<Planned> planned =
                    Schedule.of(seed, HOUR, Faults.all(WarehouseChoice.REDSHIFT)).all();
            Set<String> names = new HashSet<>();
            planned.forEach(it -> names.add(it.fault().name()));
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(
                            Faults.all(WarehouseChoice.REDSHIFT).stream()
                                    .map(Fault::name)
                                    .toList());
            assertThat(planned.stream().filter(it -> it.fault().name().startsWith("kill-")))
                    .hasSizeGreaterThan(200);
        }
    }

    @Test
    void whatIsInTurnDoesNotOverlapAndNothingIsBesideWhatIsAlone() {
        for (long seed = 0; seed < 20; seed++) {
            List<Planned> planned =
                    Schedule.of(seed, HOUR, Faults.all(WarehouseChoice.REDSHIFT)).planned();
            for (Planned one : planned) {
                for (Planned other : planned) {
                    boolean both =
                            one != other
                                    && one.at().compareTo(other.end()) < 0
                                    && other.at().compareTo(one.end()) < 0;
                    boolean may =
                            one.fault().track() != other.fault().track()
                                    && one.fault().track() != Track.ALONE
                                    && other.fault().track() != Track.ALONE;
                    assertThat(both && !may).as("%s and %s", one, other).isFalse();
                }
            }
        }
    }

    @Test
    void namesAreOfOneFaultEach() {
        assertThat(Faults.all(WarehouseChoice.REDSHIFT).stream().map(Fault::name))
                .doesNotHaveDuplicates();
    }
}
