package io.caxton.core.cluster;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.registry.Pool;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** Nobody anywhere. */
final class NoCluster implements ClusterView {
    private final Pool nobody = new Pool();

    @Override
    public Optional<ClusterAgent> find(String agentId) {
        return Optional.empty();
    }

    @Override
    public Pool pool(AgentName name) {
        return nobody;
    }

    @Override
    public Pool pool(Capability wanted) {
        return nobody;
    }

    @Override
    public List<ClusterAgent> page(String after, int limit, boolean onlyReachable) {
        return List.of();
    }

    @Override
    public List<ClusterAgent> page(AgentName name, String after, int limit, boolean onlyReachable) {
        return List.of();
    }

    @Override
    public List<ClusterAgent> page(Capability wanted, String after, int limit, boolean onlyReachable) {
        return List.of();
    }

    @Override
    public SortedSet<AgentName> names() {
        return Collections.emptySortedSet();
    }

    @Override
    public SortedMap<String, SortedSet<String>> capabilities() {
        return Collections.emptySortedMap();
    }

    @Override
    public int size() {
        return 0;
    }
}
