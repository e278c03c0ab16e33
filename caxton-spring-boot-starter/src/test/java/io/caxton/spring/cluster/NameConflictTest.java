package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class NameConflictTest {
    private static final NodeAddress HERE = NodeAddress.of(new byte[] {10, 0, 0, 1}, 7946);
    private static final NodeAddress THERE = NodeAddress.of(new byte[] {10, 0, 0, 2}, 7946);
    private static final Instant START = Instant.EPOCH;

    @Test
    void isToldOnceInAWhileAndOverWhenNothingMoreIsHeard(CapturedOutput output) {
        NameConflict conflict = new NameConflict();
        assertThat(conflict.current(START)).isEmpty();
        for (int minute = 0; minute < 9; minute++) {
            conflict.seen(START.plus(Duration.ofMinutes(minute)), "n", HERE, THERE);
        }
        assertThat(output.getAll()).containsOnlyOnce("Two nodes have one id").contains("ERROR");
        Instant last = START.plus(Duration.ofMinutes(8));
        assertThat(conflict.current(last.plus(Duration.ofMinutes(4))).orElseThrow())
                .contains("another node with the id n is at 10.0.0.2:7946, and this one is at 10.0.0.1:7946");
        assertThat(conflict.current(last.plus(NameConflict.OVER_AFTER))).isEmpty();
    }
}
