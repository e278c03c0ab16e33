package io.caxton.simulation.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.simulation.Fault;
import io.caxton.simulation.FaultCounts;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SwimSimulationTest {
    /** How many seeds; any number of them by {@code -Dcaxton.simulation.seeds=100000}. */
    private static final long SEEDS = Long.getLong("caxton.simulation.seeds", 2_000);

    private static final long FIRST = Long.getLong("caxton.simulation.first-seed", 1);

    @Test
    void invariantsHoldWhateverGoesWrong() {
        List<SwimRun.Report> reports = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(SwimRun::of)
                .toList();
        FaultCounts all = new FaultCounts();
        reports.forEach(report -> all.addAll(report.faults()));
        System.out.println(SEEDS + " seeds from " + FIRST + ": " + all);
        for (Fault fault : Fault.values()) {
            assertThat(all.of(fault)).as(fault.toString()).isPositive();
        }
        assertThat(reports).extracting(SwimRun.Report::nodes).contains(3).anyMatch(nodes -> nodes > 40);
    }

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(SwimRun.of(7).trace()).isEqualTo(SwimRun.of(7).trace());
        assertThat(SwimRun.of(7).trace()).isNotEqualTo(SwimRun.of(8).trace());
    }
}
