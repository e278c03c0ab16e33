package io.caxton.core.registry;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The agents a node knows, indexed by name and by capability. Writers take turns, readers never wait. */
public final class Registry implements RegistryView {
    private final ConcurrentSkipListMap<String, AgentInstance> byId = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<AgentName, ConcurrentSkipListSet<String>> idsByName = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, ConcurrentSkipListSet<String>> idsByCapability = new ConcurrentHashMap<>();

    /** Adds an instance or replaces the one with its id; returns what was there. */
    public synchronized Optional<AgentInstance> put(AgentInstance agent) {
        Optional<AgentInstance> previous = Optional.ofNullable(byId.put(agent.agentId(), agent));
        previous.filter(p -> !p.capabilities().equals(agent.capabilities())).ifPresent(this::dropFromIndexes);
        addToIndex(idsByName, agent.name(), agent.agentId());
        capabilityNames(agent).forEach(c -> addToIndex(idsByCapability, c, agent.agentId()));
        return previous;
    }

    /** Removes an instance; returns what was there. */
    public synchronized Optional<AgentInstance> remove(String agentId) {
        Optional<AgentInstance> previous = Optional.ofNullable(byId.remove(agentId));
        previous.ifPresent(this::dropFromIndexes);
        return previous;
    }

    /** Changes an instance in place if it is still there; its name and capabilities must stay. */
    public synchronized Optional<AgentInstance> update(String agentId, UnaryOperator<AgentInstance> change) {
        return Optional.ofNullable(byId.computeIfPresent(agentId, (id, agent) -> change.apply(agent)));
    }

    @Override
    public Optional<AgentInstance> find(String agentId) {
        return Optional.ofNullable(byId.get(agentId));
    }

    @Override
    public List<AgentInstance> named(AgentName name) {
        return resolve(idsByName.get(name));
    }

    @Override
    public List<AgentInstance> offering(String capabilityName) {
        return resolve(idsByCapability.get(capabilityName));
    }

    @Override
    public List<AgentInstance> all() {
        return List.copyOf(byId.values());
    }

    @Override
    public int size() {
        return byId.size();
    }

    @Override
    public SortedSet<AgentName> names() {
        return new TreeSet<>(idsByName.keySet());
    }

    @Override
    public SortedMap<String, SortedSet<String>> capabilities() {
        SortedMap<String, SortedSet<String>> versions = new TreeMap<>();
        for (AgentInstance agent : byId.values()) {
            agent.capabilities()
                    .forEach(o -> o.capability()
                            .version()
                            .ifPresentOrElse(
                                    v -> versions.computeIfAbsent(o.capability().name(), n -> new TreeSet<>())
                                            .add(v),
                                    () -> versions.computeIfAbsent(
                                            o.capability().name(), n -> new TreeSet<>())));
        }
        return versions;
    }

    private List<AgentInstance> resolve(@Nullable Collection<String> ids) {
        return ids == null
                ? List.of()
                : ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    private void dropFromIndexes(AgentInstance agent) {
        dropFromIndex(idsByName, agent.name(), agent.agentId());
        capabilityNames(agent).forEach(c -> dropFromIndex(idsByCapability, c, agent.agentId()));
    }

    private static Collection<String> capabilityNames(AgentInstance agent) {
        return agent.capabilities().stream().map(o -> o.capability().name()).collect(Collectors.toSet());
    }

    private static <K> void addToIndex(Map<K, ConcurrentSkipListSet<String>> index, K key, String id) {
        index.computeIfAbsent(key, k -> new ConcurrentSkipListSet<>()).add(id);
    }

    private static <K> void dropFromIndex(Map<K, ConcurrentSkipListSet<String>> index, K key, String id) {
        index.computeIfPresent(key, (k, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
    }
}
