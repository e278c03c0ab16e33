package io.caxton.core.registry;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The agents a node knows, with a pool for each name and each capability. Writers take turns, readers hardly wait. */
public final class Registry implements RegistryView {
    private final ConcurrentSkipListMap<String, AgentInstance> sorted = new ConcurrentSkipListMap<>();
    private final Map<String, AgentInstance> byId = new ConcurrentHashMap<>();
    private final Map<AgentName, Pool> byName = new ConcurrentHashMap<>();

    /** For each capability, and for its name without version whatever the version offered. */
    private final Map<Capability, Pool> byCapability = new ConcurrentHashMap<>();

    /** Guarded by this. */
    private final Leases leases = new Leases();

    /** Adds an instance or replaces the one with its id; returns what was there. */
    public synchronized Optional<AgentInstance> put(AgentInstance agent) {
        @Nullable AgentInstance previous = byId.put(agent.agentId(), agent);
        sorted.put(agent.agentId(), agent);
        if (previous != null) {
            leases.remove(previous);
        }
        leases.add(agent);
        if (previous == null) {
            addToPools(agent);
        } else if (previous.status() != agent.status()
                || !previous.name().equals(agent.name())
                || !previous.capabilities().equals(agent.capabilities())) {
            dropFromPools(previous);
            addToPools(agent);
        }
        return Optional.ofNullable(previous);
    }

    /** Removes an instance; returns what was there. */
    public synchronized Optional<AgentInstance> remove(String agentId) {
        @Nullable AgentInstance previous = byId.remove(agentId);
        if (previous != null) {
            sorted.remove(agentId);
            leases.remove(previous);
            dropFromPools(previous);
        }
        return Optional.ofNullable(previous);
    }

    /** Changes an instance in place if it is still there. */
    public synchronized Optional<AgentInstance> update(String agentId, UnaryOperator<AgentInstance> change) {
        @Nullable AgentInstance known = byId.get(agentId);
        if (known == null) {
            return Optional.empty();
        }
        AgentInstance changed = change.apply(known);
        put(changed);
        return Optional.of(changed);
    }

    /**
     * Up to {@code limit} instances that are not lost and whose lease ended by one instant, or that are lost and whose lease
     * ended by the other; by agent id. Takes time for them, not for all there are.
     */
    public synchronized List<AgentInstance> leasesEnded(Instant by, Instant lostBy, int limit) {
        return leases.ended(by, lostBy, limit).stream()
                .sorted()
                .map(byId::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** When the first lease of an instance that is not lost ends. */
    public synchronized Optional<Instant> nextLeaseEnd() {
        return leases.next();
    }

    @Override
    public Optional<AgentInstance> find(String agentId) {
        return Optional.ofNullable(byId.get(agentId));
    }

    @Override
    public Pool pool(AgentName name) {
        return byName.getOrDefault(name, Pool.EMPTY);
    }

    @Override
    public Pool pool(Capability wanted) {
        return byCapability.getOrDefault(wanted, Pool.EMPTY);
    }

    @Override
    public List<AgentInstance> named(AgentName name) {
        return resolve(pool(name));
    }

    @Override
    public List<AgentInstance> offering(String capabilityName) {
        return resolve(pool(new Capability(capabilityName, Optional.empty())));
    }

    @Override
    public List<AgentInstance> all() {
        return List.copyOf(sorted.values());
    }

    @Override
    public int size() {
        return byId.size();
    }

    @Override
    public SortedSet<AgentName> names() {
        return new TreeSet<>(byName.keySet());
    }

    @Override
    public SortedMap<String, SortedSet<String>> capabilities() {
        SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
        for (Capability offered : byCapability.keySet()) {
            versions.computeIfAbsent(offered.name(), name -> new TreeSet<>())
                    .addAll(offered.version().stream().toList());
        }
        return versions;
    }

    private List<AgentInstance> resolve(Pool pool) {
        return pool.all().stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private void addToPools(AgentInstance agent) {
        add(byName, agent.name(), agent);
        capabilities(agent).forEach(capability -> add(byCapability, capability, agent));
    }

    private void dropFromPools(AgentInstance agent) {
        drop(byName, agent.name(), agent);
        capabilities(agent).forEach(capability -> drop(byCapability, capability, agent));
    }

    private static Set<Capability> capabilities(AgentInstance agent) {
        return agent.capabilities().stream()
                .flatMap(offer -> Stream.of(
                        offer.capability(), new Capability(offer.capability().name(), Optional.empty())))
                .collect(Collectors.toSet());
    }

    private static <K> void add(Map<K, Pool> pools, K key, AgentInstance agent) {
        pools.computeIfAbsent(key, k -> new Pool()).add(agent.agentId(), agent.status());
    }

    private static <K> void drop(Map<K, Pool> pools, K key, AgentInstance agent) {
        pools.computeIfPresent(key, (k, pool) -> {
            pool.remove(agent.agentId(), agent.status());
            return pool.isEmpty() ? null : pool;
        });
    }
}
