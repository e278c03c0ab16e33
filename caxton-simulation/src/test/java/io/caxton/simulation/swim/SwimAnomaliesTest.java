package io.caxton.simulation.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwimAnomaliesTest {
    private static FalsePositives measure(SwimSettings settings, int slow) {
        return SwimAnomalies.measure(new SwimAnomalies.Setting(
                settings, 64, slow, Duration.ofSeconds(12), Duration.ofSeconds(1), Duration.ofSeconds(20), 1));
    }

    @Test
    void lifeguardKeepsMembersThatCannotKeepUpFromBlamingHealthyOnes() {
        FalsePositives without =
                measure(SwimSettings.builder().withoutLifeguard().build(), 4);
        FalsePositives with = measure(SwimSettings.LAN, 4);
        assertThat(without.atHealthy()).isPositive();
        assertThat(with.aboutHealthy()).isLessThan(without.aboutHealthy() / 5);
        assertThat(with.atHealthy()).isLessThan(without.atHealthy() / 5);
    }

    @Test
    void whereNobodyIsSlowNobodyIsBlamed() {
        FalsePositives none = new FalsePositives(0, 0, 0, 0);
        assertThat(measure(SwimSettings.LAN, 0)).isEqualTo(none);
        assertThat(measure(SwimSettings.builder().withoutLifeguard().build(), 0))
                .isEqualTo(none);
    }

    @Test
    void whoIsToldOfAMemberThatIsSlowItselfIsCountedApart() {
        FalsePositives.Tally tally = new FalsePositives.Tally(Set.of("slow"));
        tally.declared("slow", "well");
        tally.declared("fine", "well");
        tally.declared("fine", "slow");
        assertThat(tally.result()).isEqualTo(new FalsePositives(2, 1, 1, 1));
    }
}
