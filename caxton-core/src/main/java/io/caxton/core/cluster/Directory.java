package io.caxton.core.cluster;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.ClusterEvent.AgentAppeared;
import io.caxton.core.cluster.ClusterEvent.AgentChanged;
import io.caxton.core.cluster.ClusterEvent.AgentGone;
import io.caxton.core.cluster.ClusterEvent.AgentMoved;
import io.caxton.core.registry.Pool;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Which agents there are by what all nodes say, and of several nodes that have one id, which of them has it: the same
 * whatever the order in which they said so. One writer, many readers.
 */
final class Directory implements ClusterView {
    private final String self;
    private final Map<String, ClusterAgent> byId = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<String, ClusterAgent> sorted = new ConcurrentSkipListMap<>();
    private final Pools pools = new Pools();

    /** Of ids that more than one node has: what each says, by node. */
    private final Map<String, Map<String, ClusterAgent>> contested = new HashMap<>();

    Directory(String self) {
        this.self = self;
    }

    /** A node says that it has this agent. */
    void put(ClusterAgent agent, List<ClusterEvent> events) {
        set(agent.agentId(), agent.nodeId(), agent, events);
    }

    /** A node says that it does not have this agent. */
    void remove(String nodeId, String agentId, List<ClusterEvent> events) {
        set(agentId, nodeId, null, events);
    }

    private void set(String agentId, String nodeId, @Nullable ClusterAgent said, List<ClusterEvent> events) {
        @Nullable ClusterAgent shown = byId.get(agentId);
        @Nullable Map<String, ClusterAgent> claims = contested.get(agentId);
        boolean alone = claims == null && (shown == null || shown.nodeId().equals(nodeId));
        if (alone) {
            if (shown != null || said != null) {
                show(shown, said, events);
            }
            return;
        }
        boolean lostBefore = claims != null && claims.containsKey(self) && isElsewhere(shown);
        Map<String, ClusterAgent> after = claims != null ? claims : new HashMap<>();
        if (shown != null) {
            after.putIfAbsent(shown.nodeId(), shown);
        }
        if (said == null) {
            after.remove(nodeId);
        } else {
            after.put(nodeId, said);
        }
        @Nullable ClusterAgent winner = best(after.values());
        if (after.size() > 1) {
            contested.put(agentId, after);
        } else {
            contested.remove(agentId);
        }
        show(shown, winner, events);
        boolean told = shown != null && shown.nodeId().equals(self);
        if (winner != null && !lostBefore && !told && after.containsKey(self) && isElsewhere(winner)) {
            events.add(new AgentMoved(agentId, self, winner.nodeId()));
        }
    }

    private boolean isElsewhere(@Nullable ClusterAgent agent) {
        return agent != null && !agent.nodeId().equals(self);
    }

    private static @Nullable ClusterAgent best(Collection<ClusterAgent> claims) {
        @Nullable ClusterAgent best = null;
        for (ClusterAgent claim : claims) {
            if (best == null || claim.winsOver(best)) {
                best = claim;
            }
        }
        return best;
    }

    private void show(@Nullable ClusterAgent before, @Nullable ClusterAgent after, List<ClusterEvent> events) {
        if (after == null) {
            ClusterAgent gone = Objects.requireNonNull(before);
            byId.remove(gone.agentId());
            sorted.remove(gone.agentId());
            pools.remove(gone);
            events.add(new AgentGone(gone.agentId(), gone.nodeId()));
            return;
        }
        byId.put(after.agentId(), after);
        sorted.put(after.agentId(), after);
        if (before == null) {
            pools.add(after);
            events.add(new AgentAppeared(after));
            return;
        }
        pools.replace(before, after);
        if (!before.nodeId().equals(after.nodeId())) {
            events.add(new AgentMoved(after.agentId(), before.nodeId(), after.nodeId()));
        } else if (!before.saysTheSameAs(after)) {
            events.add(new AgentChanged(after));
        }
    }

    /** How many ids more than one node has. */
    int contested() {
        return contested.size();
    }

    @Override
    public Optional<ClusterAgent> find(String agentId) {
        return Optional.ofNullable(byId.get(agentId));
    }

    @Override
    public Pool pool(AgentName name) {
        return pools.of(name);
    }

    @Override
    public Pool pool(Capability wanted) {
        return pools.of(wanted);
    }

    @Override
    public List<ClusterAgent> page(String after, int limit, boolean onlyReachable) {
        return sorted.tailMap(after, false).values().stream()
                .filter(agent -> !onlyReachable || agent.reachable())
                .limit(limit)
                .toList();
    }

    @Override
    public List<ClusterAgent> page(AgentName name, String after, int limit, boolean onlyReachable) {
        return Pages.of(this, pool(name), after, limit, onlyReachable);
    }

    @Override
    public List<ClusterAgent> page(Capability wanted, String after, int limit, boolean onlyReachable) {
        return Pages.of(this, pool(wanted), after, limit, onlyReachable);
    }

    @Override
    public SortedSet<AgentName> names() {
        return pools.names();
    }

    @Override
    public SortedMap<String, SortedSet<String>> capabilities() {
        return pools.capabilities();
    }

    @Override
    public int size() {
        return byId.size();
    }
}
