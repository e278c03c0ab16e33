package io.caxton.simulation.cluster;

import io.caxton.core.cluster.ClusterLimits;
import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.RetentionPolicy;
import io.caxton.swim.SwimSettings;
import java.time.Duration;

/** Small bounds and short times, so that all of them are reached within some tens of seconds. */
final class Tuning {
    static final int MAILBOX = 12;

    /** Members that are gone are remembered for less than the longest partition lasts. */
    static final SwimSettings MEMBERSHIP = SwimSettings.builder()
            .probeInterval(Duration.ofMillis(500))
            .probeTimeout(Duration.ofMillis(250))
            .suspicionMultiplier(3)
            .suspicionMaxMultiplier(3)
            .gossipInterval(Duration.ofMillis(200))
            .gossipToDead(Duration.ofSeconds(3))
            .pushPullInterval(Duration.ofSeconds(4))
            .reconnectInterval(Duration.ofSeconds(4))
            .forgetAfter(Duration.ofSeconds(7))
            .build();

    static final ClusterLimits DIRECTORY = new ClusterLimits(
            32,
            16,
            100,
            1 << 20,
            1_000,
            16L << 20,
            8,
            6,
            4_000,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    /** Between two comparisons of digests. */
    static final Duration COMPARE = Duration.ofSeconds(1);

    static final Duration AGENT_LEASE = Duration.ofSeconds(4);
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    static final Duration FORWARD_LEASE = Duration.ofSeconds(6);
    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);
    static final int BATCH = 8;
    static final int BATCHES = 2;
    static final int STEP = 5;

    private Tuning() {}

    static EngineSettings engine(int mailbox) {
        return new EngineSettings(
                new DeliveryPolicy(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        new RetryPolicy(1_000, Duration.ofMillis(200), 2.0, Duration.ofSeconds(2), 0.5),
                        Duration.ofDays(7),
                        mailbox,
                        8),
                new ConversationPolicy(100_000, 100, Duration.ofDays(1)),
                new RetentionPolicy(
                        Duration.ofDays(7),
                        Duration.ofDays(30),
                        1L << 30,
                        Duration.ofHours(24),
                        Duration.ofSeconds(15)),
                100);
    }
}
