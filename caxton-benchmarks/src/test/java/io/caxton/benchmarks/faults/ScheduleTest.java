package io.caxton.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Schedule.Times TIMES = new Schedule.Times(
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(3));
    private static final Map<FaultKind, Integer> COUNTS = new EnumMap<>(
            Map.of(FaultKind.KILL, 100, FaultKind.PARTITION, 20, FaultKind.FREEZE, 20, FaultKind.ONE_WAY, 50));

    @Test
    void thereAreAsManyAsWereAskedForAndASeedRepeats() {
        List<Fault> faults = Schedule.of(COUNTS, 5, TIMES, 7);
        for (FaultKind kind : FaultKind.values()) {
            assertThat(faults).filteredOn(fault -> fault.kind() == kind).hasSize(COUNTS.getOrDefault(kind, 0));
        }
        assertThat(Schedule.of(COUNTS, 5, TIMES, 7)).isEqualTo(faults);
        assertThat(Schedule.of(COUNTS, 5, TIMES, 8)).isNotEqualTo(faults);
    }

    @Test
    void aPartitionHasTwoSidesAndOneLastsLongest() {
        assertThat(Schedule.of(COUNTS, 3, TIMES, 1))
                .filteredOn(fault -> fault.kind() == FaultKind.PARTITION)
                .allSatisfy(fault -> {
                    assertThat(fault.side()).hasSizeBetween(1, 2);
                    assertThat(fault.hold()).isBetween(TIMES.shortest(), TIMES.longest());
                })
                .anySatisfy(fault -> assertThat(fault.hold()).isEqualTo(TIMES.longest()));
    }

    @Test
    void aLinkHasTwoEnds() {
        assertThat(Schedule.of(COUNTS, 2, TIMES, 1))
                .allSatisfy(fault -> assertThat(fault.other()).isNotEqualTo(fault.node()))
                .extracting(Fault::resets)
                .contains(true, false);
    }

    @Test
    void whatCannotBeIsTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.of(COUNTS, 1, TIMES, 1))
                .withMessageContaining("--nodes");
        Schedule.Times turned = new Schedule.Times(
                Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.of(COUNTS, 3, turned, 1))
                .withMessageContaining("--longest");
    }
}
