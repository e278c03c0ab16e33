package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.cluster.ClusterView;
import io.caxton.core.registry.Pool;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A view of the cluster that a test says, as it was when it was last said. */
public final class KnownCluster implements ClusterView {
    private final Map<String, ClusterAgent> agents = new TreeMap<>();

    /** What is known of a node's agents from now on. */
    public void say(String nodeId, Collection<AgentInstance> itsAgents, boolean reachable) {
        agents.values().removeIf(agent -> agent.nodeId().equals(nodeId));
        itsAgents.forEach(a -> agents.put(a.agentId(), new ClusterAgent(AgentProfile.of(a), nodeId, 1, reachable)));
    }

    @Override
    public Optional<ClusterAgent> find(String agentId) {
        return Optional.ofNullable(agents.get(agentId));
    }

    @Override
    public Pool pool(AgentName name) {
        return pool(agent -> agent.profile().name().equals(name));
    }

    @Override
    public Pool pool(Capability wanted) {
        return pool(agent -> agent.profile().offers(wanted));
    }

    private Pool pool(Predicate<ClusterAgent> wanted) {
        Pool pool = new Pool();
        agents.values().stream().filter(wanted).forEach(a -> pool.add(a.agentId(), a.effectiveStatus()));
        return pool;
    }

    @Override
    public List<ClusterAgent> page(String after, int limit, boolean onlyReachable) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ClusterAgent> page(AgentName name, String after, int limit, boolean onlyReachable) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ClusterAgent> page(Capability wanted, String after, int limit, boolean onlyReachable) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SortedSet<AgentName> names() {
        SortedSet<AgentName> names = new TreeSet<>();
        agents.values().forEach(agent -> names.add(agent.profile().name()));
        return names;
    }

    @Override
    public SortedMap<String, SortedSet<String>> capabilities() {
        SortedMap<String, SortedSet<String>> all = new TreeMap<>();
        agents.values()
                .forEach(agent -> agent.profile()
                        .capabilities()
                        .forEach(offer -> all.computeIfAbsent(offer.capability().name(), name -> new TreeSet<>())
                                .addAll(offer.capability().version().stream().toList())));
        return all;
    }

    @Override
    public int size() {
        return agents.size();
    }
}
