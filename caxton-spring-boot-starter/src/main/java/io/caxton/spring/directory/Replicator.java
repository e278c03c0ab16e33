package io.caxton.spring.directory;

import io.caxton.core.cluster.Exchange;
import io.caxton.core.storage.Failures;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.FirstKnowledge;
import io.caxton.spring.cluster.MemberListener;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.NoSuchAgentException;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.peer.PeerCalls;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/** Replicates the directory among the members of the cluster for as long as this node is one. */
final class Replicator implements SmartLifecycle, MemberListener, AgentDirectory.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Replicator.class);

    /** Between two tries to let an agent go. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final AgentDirectory directory;
    private final ObjectProvider<PeerCalls> calls;
    private final ObjectProvider<AgentGateway> agents;
    private final DataDirectory data;
    private final NodeClock clock;
    private final RandomGenerator random;
    private final Duration interval;
    private final ReplicationFigures figures;
    private final FirstKnowledge first;

    /** Nodes that membership has told of; on the thread of the replication. */
    private final Set<String> told = new TreeSet<>();

    private volatile @Nullable Replication replication;

    Replicator(
            AgentDirectory directory,
            ObjectProvider<PeerCalls> calls,
            ObjectProvider<AgentGateway> agents,
            DataDirectory data,
            NodeClock clock,
            RandomGenerator random,
            Duration interval,
            ReplicationFigures figures,
            FirstKnowledge first) {
        this.directory = directory;
        this.calls = calls;
        this.agents = agents;
        this.data = data;
        this.clock = clock;
        this.random = random;
        this.interval = interval;
        this.figures = figures;
        this.first = first;
    }

    @Override
    public void start() {
        PeerCalls peers = calls.getIfAvailable();
        if (peers == null) {
            LOG.warn("This application has nothing to call other nodes with: it does not know their agents");
            return;
        }
        Replication started = new Replication(directory, peers, clock, random, interval, figures, first);
        replication = started;
        directory.listen(this);
        started.start();
    }

    @Override
    public void stop() {
        Replication current = replication;
        if (current != null) {
            current.close();
            replication = null;
        }
    }

    @Override
    public boolean isRunning() {
        return replication != null;
    }

    /** Before the first member is heard of, and until this node has said goodbye. */
    @Override
    public int getPhase() {
        return CaxtonPhases.DIRECTORY;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    /** Answers another node. */
    Exchange answer(String fromNode, Exchange asked) {
        Replication current = replication;
        if (current == null) {
            throw new IllegalStateException("this node replicates nothing now");
        }
        return current.answer(fromNode, asked);
    }

    @Override
    public void changed(ClusterMember member) {
        Replication current = replication;
        String id = member.nodeId();
        if (current == null || !member.isPeer()) {
            return;
        }
        switch (member.status()) {
            case ALIVE, SUSPECT -> {
                current.execute(() -> {
                    told.add(id);
                    directory.tell(directory.registry().nodeSeen(clock.now(), id, member.epoch()));
                });
                current.appeared(id);
            }
            case DEAD -> {
                current.gone(id);
                current.execute(() -> directory.tell(directory.registry().nodeFailed(clock.now(), id)));
            }
            case LEFT -> {
                current.gone(id);
                current.execute(() -> directory.tell(directory.registry().nodeLeft(clock.now(), id)));
            }
        }
    }

    @Override
    public void forgotten(String nodeId) {
        Replication current = replication;
        if (current != null) {
            current.gone(nodeId);
            current.execute(() -> forget(nodeId));
        }
    }

    private void forget(String nodeId) {
        told.remove(nodeId);
        directory.tell(directory.registry().nodeReaped(clock.now(), nodeId));
    }

    /** Who has left speaks for no one but itself: a message for an agent elsewhere would wait here for ever. */
    @Override
    public void alone() {
        Replication current = replication;
        if (current != null) {
            current.execute(() -> Set.copyOf(told).forEach(id -> {
                current.gone(id);
                forget(id);
            }));
        }
    }

    @Override
    public void ownChanged() {
        Replication current = replication;
        if (current != null) {
            current.ownChanged();
        }
    }

    @Override
    public void moved(String agentId, String toNode) {
        LOG.info("Agent {} has registered at node {}: it leaves this one", agentId, toNode);
        letGo(agentId);
    }

    /** Again and again, if that cannot be written down, as on a full disk: what comes for it would wait here. */
    private void letGo(String agentId) {
        boolean elsewhere = directory
                .find(agentId)
                .filter(agent -> !agent.nodeId().equals(directory.nodeId()))
                .isPresent();
        if (elsewhere) {
            var unused = agents.getObject().deregister(agentId, false).whenComplete((done, failure) -> {
                if (failure != null && !(Failures.causeOf(failure) instanceof NoSuchAgentException) && isRunning()) {
                    LOG.warn("Agent {} could not leave this node; tried again in {}", agentId, AFTER_FAILURE, failure);
                    clock.after(AFTER_FAILURE, () -> letGo(agentId));
                }
            });
        }
    }

    @Override
    public void epochSpent(long freeEpoch) {
        Replication current = replication;
        if (current == null) {
            return;
        }
        current.execute(() -> {
            try {
                data.raiseEpoch(freeEpoch);
                directory.registry().beginEpoch(clock.now(), freeEpoch);
                current.epochBegan();
                LOG.warn(
                        "Others know more of this node than it does itself, from before it lost its data: it begins"
                                + " epoch {}",
                        freeEpoch);
            } catch (IllegalArgumentException meanwhile) {
                LOG.debug("Another epoch has begun already", meanwhile);
            } catch (UncheckedIOException e) {
                LOG.error("Others take nothing this node says of its agents until it can keep epoch {}", freeEpoch, e);
            }
        });
    }
}
