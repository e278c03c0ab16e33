package io.caxton.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.simulation.Fault;
import io.caxton.simulation.FaultCounts;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClusterSimulationTest {
    /** How many seeds; any number of them by {@code -Dcaxton.simulation.seeds=100000}. */
    private static final long SEEDS = Long.getLong("caxton.simulation.seeds", 2_000);

    private static final long FIRST = Long.getLong("caxton.simulation.first-seed", 1);

    /** With fewer, what is rare may not happen. */
    private static final long ENOUGH = 1_000;

    /** What the network and the clocks do; what happens to nodes is counted apart. */
    private static final List<Fault> FAULTS = List.of(
            Fault.PACKET_LOST,
            Fault.PACKET_DUPLICATED,
            Fault.PACKET_DELAYED,
            Fault.PACKET_CUT,
            Fault.STREAM_CUT,
            Fault.PARTITION,
            Fault.ONE_WAY_CUT,
            Fault.CLOCK_SKEWED);

    @Test
    void invariantsHoldWhateverGoesWrong() {
        List<ClusterRun.Report> reports = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(ClusterRun::of)
                .toList();
        FaultCounts faults = new FaultCounts();
        Counts counts = new Counts();
        reports.forEach(report -> {
            faults.addAll(report.faults());
            counts.addAll(report.counts());
        });
        System.out.println(SEEDS + " seeds from " + FIRST + ": " + counts + ", " + faults);
        if (SEEDS >= ENOUGH) {
            for (Happening happening : Happening.values()) {
                assertThat(counts.of(happening)).as(happening.toString()).isPositive();
            }
            for (Fault fault : FAULTS) {
                assertThat(faults.of(fault)).as(fault.toString()).isPositive();
            }
            assertThat(reports).extracting(ClusterRun.Report::nodes).contains(3, 4, 5, 6, 7);
        }
    }

    @Test
    void aSeedGivesTheSameRunAgain() {
        assertThat(ClusterRun.of(7).trace()).isEqualTo(ClusterRun.of(7).trace());
        assertThat(ClusterRun.of(7).trace()).isNotEqualTo(ClusterRun.of(8).trace());
    }
}
