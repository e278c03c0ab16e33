package io.caxton.spring.cluster;

import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a node has met others since it started, and knows the agents that one of them knows; or waits for that no longer. Safe for use by
 * several threads.
 */
final class FirstJoin implements FirstKnowledge {
    private static final Logger LOG = LoggerFactory.getLogger(FirstJoin.class);
    private static final int MOST_NAMES = 32;

    /** What has become of it. */
    enum Outcome {
        WAITING,
        JOINED,
        ALONE
    }

    private final List<String> seeds;
    private final boolean expectsOthers;
    private final Duration timeout;

    /** Those of the others that can be asked for agents. */
    private final Set<String> askable = new TreeSet<>();

    private Outcome outcome;
    private boolean toldOfAll;
    private volatile boolean ready;
    private volatile @Nullable String refusal;

    /** @param remembers whether there are peers of an earlier life to be asked as well */
    FirstJoin(List<String> seeds, boolean remembers, Duration timeout) {
        this.seeds = seeds;
        this.expectsOthers = !seeds.isEmpty() || remembers;
        this.timeout = timeout;
        this.outcome = expectsOthers ? Outcome.WAITING : Outcome.ALONE;
        this.ready = !expectsOthers;
    }

    boolean expectsOthers() {
        return expectsOthers;
    }

    synchronized Outcome outcome() {
        return outcome;
    }

    /** Whether this node may be sent traffic; once it may, for ever. */
    boolean isReady() {
        return ready;
    }

    /** Others are met, or have met this node. */
    synchronized void met(String whom) {
        if (outcome != Outcome.JOINED) {
            outcome = Outcome.JOINED;
            LOG.info("This node has joined its cluster: {}", whom);
        }
    }

    /** A seed has told who is there. */
    synchronized void letIn() {
        met("a seed let it in");
        toldOfAll = true;
        look();
    }

    /** A member is new, or is known otherwise than before. */
    synchronized void heard(ClusterMember member) {
        if (ready) {
            return;
        }
        if (member.isPresent() && member.isPeer() && member.web().isPresent()) {
            askable.add(member.nodeId());
        } else {
            askable.remove(member.nodeId());
            look();
        }
    }

    /** Where nobody is who could be asked there is nothing to wait for: others do not tell of agents. */
    private void look() {
        if (toldOfAll && askable.isEmpty()) {
            ready = true;
        }
    }

    @Override
    public void knowsAsMuchAs(String nodeId) {
        if (!ready) {
            becomeReady(nodeId);
        }
    }

    private synchronized void becomeReady(String nodeId) {
        if (!ready) {
            ready = true;
            LOG.info("This node is ready: it knows the agents that node {} knows", nodeId);
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
        } else if (!ready) {
            LOG.warn(
                    "This node has joined its cluster, and none of the nodes {} has told it of the agents within {}; it is"
                            + " ready, keeps asking, and refuses messages for agents that it does not know yet. See whether"
                            + " it reaches them over HTTP: http_address in GET /api/v1/cluster/members",
                    askable.stream().limit(MOST_NAMES).toList(),
                    timeout);
        }
        ready = true;
    }
}
