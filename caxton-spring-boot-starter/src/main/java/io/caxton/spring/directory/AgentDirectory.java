package io.caxton.spring.directory;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.cluster.ClusterEvent;
import io.caxton.core.cluster.ClusterEvent.AgentMoved;
import io.caxton.core.cluster.ClusterEvent.OwnEpochSpent;
import io.caxton.core.cluster.ClusterFigures;
import io.caxton.core.cluster.ClusterLimits;
import io.caxton.core.cluster.ClusterRegistry;
import io.caxton.core.cluster.ClusterView;
import io.caxton.core.cluster.OwnAgent;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.registry.Pool;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agents of the cluster as this node knows them, its own among them; on a node that is alone, its own. Safe for use by several
 * threads.
 */
public final class AgentDirectory implements ClusterView, EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(AgentDirectory.class);

    /** What whoever replicates it is told. */
    interface Listener {
        /** The agents of this node are others than before, or say something else. */
        default void ownChanged() {}

        /** Another node has an agent that this one has too, and is to have it. */
        default void moved(String agentId, String toNode) {}

        /** Others know more of this node than it does itself; this is the lowest epoch that nobody has seen. */
        default void epochSpent(long freeEpoch) {}
    }

    private static final Listener NOBODY = new Listener() {};

    private final NodeIdentity node;
    private final NodeClock clock;
    private final RandomGenerator random;
    private volatile ClusterRegistry registry;
    private volatile Listener listener = NOBODY;
    private volatile Runnable routes = () -> {};

    public AgentDirectory(NodeIdentity node, NodeClock clock, RandomGenerator random) {
        this.node = node;
        this.clock = clock;
        this.random = random;
        this.registry = beginWith(List.of());
    }

    /**
     * Begins anew with the agents that this node has now; changes come as events of the engine. To be called before anybody is told
     * of them: others show a node only once they have all that it began with.
     */
    void begin(Collection<AgentInstance> own) {
        registry = beginWith(own);
    }

    private ClusterRegistry beginWith(Collection<AgentInstance> own) {
        List<OwnAgent> agents = own.stream()
                .flatMap(agent -> profile(agent).map(profile -> new OwnAgent(profile, agent.fence())).stream())
                .toList();
        return new ClusterRegistry(node.nodeId(), node.epoch(), agents, ClusterLimits.DEFAULT, random, clock.now());
    }

    String nodeId() {
        return node.nodeId();
    }

    void listen(Listener to) {
        listener = to;
    }

    /** What is known; what its methods return is to be passed to {@link #tell}. */
    ClusterRegistry registry() {
        return registry;
    }

    @Override
    public void changed(AgentInstance agent) {
        change(() -> profile(agent)
                .map(profile -> registry.put(clock.now(), profile, agent.fence()))
                .orElse(List.of()));
    }

    /** The fencing number with which this node wins an agent, as far as is known here. */
    public long nextFence(String agentId) {
        return registry.nextFence(agentId);
    }

    @Override
    public void removed(String agentId) {
        change(() -> registry.remove(clock.now(), agentId));
    }

    private void change(Supplier<List<ClusterEvent>> change) {
        long before = registry.ownCounter();
        try {
            tell(change.get());
        } catch (IllegalStateException full) {
            LOG.warn("Other nodes are not told of an agent of this one: {}", full.getMessage());
        }
        if (registry.ownCounter() != before) {
            listener.ownChanged();
        }
    }

    /** What others may know of an instance; empty if it is more than they would take. */
    private static Optional<AgentProfile> profile(AgentInstance agent) {
        try {
            return Optional.of(AgentProfile.of(agent));
        } catch (IllegalArgumentException tooMuch) {
            LOG.warn(
                    "Other nodes are not told of agent {} ({}): {}",
                    agent.agentId(),
                    agent.name(),
                    tooMuch.getMessage());
            return Optional.empty();
        }
    }

    /** Runs an action each time that other nodes' agents, or what is reached of them, have changed; it must not block. */
    public void whenRoutesChange(Runnable action) {
        routes = action;
    }

    /** Passes on what the registry has said. */
    void tell(List<ClusterEvent> events) {
        if (!events.isEmpty()) {
            routes.run();
        }
        for (ClusterEvent event : events) {
            if (event instanceof AgentMoved moved && moved.fromNode().equals(node.nodeId())) {
                listener.moved(moved.agentId(), moved.toNode());
            } else if (event instanceof OwnEpochSpent spent) {
                listener.epochSpent(spent.freeEpoch());
            }
        }
    }

    /** Whether a node and its agents were forgotten a short while ago. */
    boolean isForgotten(String nodeId) {
        return registry.isForgotten(nodeId);
    }

    /** Forgets a node that is gone, and its agents. */
    void forget(String nodeId) {
        tell(registry.nodeReaped(clock.now(), nodeId));
    }

    /** How many agents a node has, as far as is known here; 0 if nothing is. */
    public int agentsOf(String nodeId) {
        return registry.agentsOf(nodeId);
    }

    /** How much is known of other nodes. */
    public ClusterFigures figures() {
        return registry.figures();
    }

    @Override
    public Optional<ClusterAgent> find(String agentId) {
        return registry.view().find(agentId);
    }

    @Override
    public Pool pool(AgentName name) {
        return registry.view().pool(name);
    }

    @Override
    public Pool pool(Capability wanted) {
        return registry.view().pool(wanted);
    }

    @Override
    public List<ClusterAgent> page(String after, int limit, boolean onlyReachable) {
        return registry.view().page(after, limit, onlyReachable);
    }

    @Override
    public List<ClusterAgent> page(AgentName name, String after, int limit, boolean onlyReachable) {
        return registry.view().page(name, after, limit, onlyReachable);
    }

    @Override
    public List<ClusterAgent> page(Capability wanted, String after, int limit, boolean onlyReachable) {
        return registry.view().page(wanted, after, limit, onlyReachable);
    }

    @Override
    public SortedSet<AgentName> names() {
        return registry.view().names();
    }

    @Override
    public SortedMap<String, SortedSet<String>> capabilities() {
        return registry.view().capabilities();
    }

    @Override
    public int size() {
        return registry.view().size();
    }
}
