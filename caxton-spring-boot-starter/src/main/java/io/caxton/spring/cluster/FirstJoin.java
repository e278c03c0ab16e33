package io.caxton.spring.cluster;

import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a node has met others since it started, or waits for them no longer. Safe for use by several threads. */
final class FirstJoin {
    private static final Logger LOG = LoggerFactory.getLogger(FirstJoin.class);

    /** What has become of it. */
    enum Outcome {
        WAITING,
        JOINED,
        ALONE
    }

    private final List<String> seeds;
    private final boolean expectsOthers;
    private final Duration timeout;
    private Outcome outcome;
    private volatile @Nullable String refusal;

    /** @param remembers whether there are peers of an earlier life to be asked as well */
    FirstJoin(List<String> seeds, boolean remembers, Duration timeout) {
        this.seeds = seeds;
        this.expectsOthers = !seeds.isEmpty() || remembers;
        this.timeout = timeout;
        this.outcome = expectsOthers ? Outcome.WAITING : Outcome.ALONE;
    }

    boolean expectsOthers() {
        return expectsOthers;
    }

    synchronized Outcome outcome() {
        return outcome;
    }

    /** Others are met, or have met this node. */
    synchronized void met(String whom) {
        if (outcome != Outcome.JOINED) {
            outcome = Outcome.JOINED;
            LOG.info("This node has joined its cluster: {}", whom);
        }
    }

    void refused(NodeAddress seed, String reason) {
        refusal = seed + ": " + reason;
    }

    /** What the last one that did not let it in said. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    synchronized void timeIsOver() {
        if (outcome == Outcome.WAITING) {
            outcome = Outcome.ALONE;
            LOG.warn(
                    "None of the {} has let this node join within {}; it goes on alone, is ready, and keeps asking. {}",
                    seeds.isEmpty() ? "peers of its earlier life" : "seeds " + seeds,
                    timeout,
                    refusal()
                            .map(said -> "The last one said: " + said
                                    + ". Compare caxton.cluster.encryption-keys and caxton.cluster.label with theirs")
                            .orElse("None of them was found or answered: see whether they run, and whether their port"
                                    + " is open for TCP and UDP"));
        }
    }
}
