package io.caxton.core.cluster;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.registry.Pool;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A pool for each name, each capability, and each capability's name whatever the version. One writer, many readers. */
final class Pools {
    private static final Pool NOBODY = new Pool();

    private final Map<AgentName, Pool> byName = new ConcurrentHashMap<>();
    private final Map<Capability, Pool> byCapability = new ConcurrentHashMap<>();

    Pool of(AgentName name) {
        return byName.getOrDefault(name, NOBODY);
    }

    Pool of(Capability wanted) {
        return byCapability.getOrDefault(wanted, NOBODY);
    }

    SortedSet<AgentName> names() {
        return new TreeSet<>(byName.keySet());
    }

    SortedMap<String, SortedSet<String>> capabilities() {
        SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
        for (Capability offered : byCapability.keySet()) {
            versions.computeIfAbsent(offered.name(), name -> new TreeSet<>())
                    .addAll(offered.version().stream().toList());
        }
        return versions;
    }

    void add(ClusterAgent agent) {
        AgentStatus status = agent.effectiveStatus();
        add(byName, agent.profile().name(), agent.agentId(), status);
        capabilities(agent).forEach(capability -> add(byCapability, capability, agent.agentId(), status));
    }

    void remove(ClusterAgent agent) {
        AgentStatus status = agent.effectiveStatus();
        remove(byName, agent.profile().name(), agent.agentId(), status);
        capabilities(agent).forEach(capability -> remove(byCapability, capability, agent.agentId(), status));
    }

    /** One entry of an agent instead of another, without a moment in which nobody is there. */
    void replace(ClusterAgent before, ClusterAgent after) {
        boolean sameStatus = before.effectiveStatus() == after.effectiveStatus();
        boolean sameName = before.profile().name().equals(after.profile().name());
        if (sameStatus
                && sameName
                && before.profile().capabilities().equals(after.profile().capabilities())) {
            return;
        }
        add(after);
        AgentStatus status = before.effectiveStatus();
        if (!sameStatus || !sameName) {
            remove(byName, before.profile().name(), before.agentId(), status);
        }
        Set<Capability> kept = sameStatus ? capabilities(after) : Set.of();
        for (Capability capability : capabilities(before)) {
            if (!kept.contains(capability)) {
                remove(byCapability, capability, before.agentId(), status);
            }
        }
    }

    private static Set<Capability> capabilities(ClusterAgent agent) {
        return agent.profile().capabilities().stream()
                .flatMap(offer -> Stream.of(
                        offer.capability(), new Capability(offer.capability().name(), Optional.empty())))
                .collect(Collectors.toSet());
    }

    private static <K> void add(Map<K, Pool> pools, K key, String agentId, AgentStatus status) {
        pools.compute(key, (k, pool) -> {
            Pool some = pool == null ? new Pool() : pool;
            some.add(agentId, status);
            return some;
        });
    }

    private static <K> void remove(Map<K, Pool> pools, K key, String agentId, AgentStatus status) {
        pools.computeIfPresent(key, (k, pool) -> {
            pool.remove(agentId, status);
            return pool.isEmpty() ? null : pool;
        });
    }
}
