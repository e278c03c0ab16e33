package io.caxton.swim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterScaleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void broadcastsAreSentAsOftenAsTheLogarithmOfTheirNumber() {
        assertThat(ClusterScale.transmits(4, 0)).isEqualTo(4);
        assertThat(ClusterScale.transmits(4, 9)).isEqualTo(4);
        assertThat(ClusterScale.transmits(4, 10)).isEqualTo(8);
        assertThat(ClusterScale.transmits(4, 1_000)).isEqualTo(16);
    }

    @Test
    void suspicionsLastAsLongAsItTakesToHearOfThem() {
        assertThat(ClusterScale.suspicion(4, 1, SECOND)).isEqualTo(Duration.ofSeconds(4));
        assertThat(ClusterScale.suspicion(4, 10, SECOND)).isEqualTo(Duration.ofSeconds(4));
        assertThat(ClusterScale.suspicion(4, 100, SECOND)).isEqualTo(Duration.ofSeconds(8));
        assertThat(ClusterScale.suspicion(4, 1_000, SECOND)).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void exchangesBecomeRarerWithEachDoubling() {
        assertThat(ClusterScale.pushPull(SECOND, 32)).isEqualTo(SECOND);
        assertThat(ClusterScale.pushPull(SECOND, 33)).isEqualTo(SECOND.multipliedBy(2));
        assertThat(ClusterScale.pushPull(SECOND, 64)).isEqualTo(SECOND.multipliedBy(2));
        assertThat(ClusterScale.pushPull(SECOND, 65)).isEqualTo(SECOND.multipliedBy(3));
    }
}
