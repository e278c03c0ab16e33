package io.caxton.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final WebhookProperties PROPERTIES = WebhookPropertiesTest.bind(
            "caxton.webhook.lost-after=3",
            "caxton.webhook.probe-interval=10s",
            "caxton.webhook.max-probe-interval=30s");

    @Test
    void itIsLostAfterSomeFailuresInARow() {
        Reachability it = new Reachability(PROPERTIES, false);
        assertThat(it.failed(NOW)).isFalse();
        assertThat(it.failed(NOW)).isFalse();
        it.succeeded();
        assertThat(it.failed(NOW)).isFalse();
        assertThat(it.failed(NOW)).isFalse();
        assertThat(it.onTrial()).isFalse();
        assertThat(it.failed(NOW)).isTrue();
        assertThat(it.onTrial()).isTrue();
        assertThat(it.probeAt()).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void eachTrialThatFailsDoublesTheWaitUpToABound() {
        Reachability it = new Reachability(PROPERTIES, true);
        assertThat(it.probeAt()).isBefore(NOW);
        Instant at = NOW;
        for (int seconds : new int[] {10, 20, 30, 30}) {
            assertThat(it.failed(at)).isTrue();
            assertThat(it.failed(at)).as("one that was under way").isFalse();
            assertThat(Duration.between(at, it.probeAt())).isEqualTo(Duration.ofSeconds(seconds));
            at = it.probeAt();
        }
        it.succeeded();
        assertThat(it.onTrial()).isFalse();
    }
}
