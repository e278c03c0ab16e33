package io.caxton.core.routing;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.message.Routing.Balance;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Picks one of several instances. Ready ones come before busy ones; draining and lost ones are never picked. */
final class Balancer {
    /** How many groups of candidates have a turn of their own; the longest unused one starts again beyond that. */
    private static final int MAX_TURNS = 10_000;

    private final RandomGenerator random;
    private final Map<String, Integer> turns = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_TURNS;
        }
    };

    Balancer(RandomGenerator random) {
        this.random = random;
    }

    /** @param group what takes turns together in round robin: an agent name or a capability */
    Optional<AgentInstance> pick(List<AgentInstance> candidates, Balance balance, String group, RoutingFacts facts) {
        List<AgentInstance> ready = withStatus(candidates, AgentStatus.READY);
        List<AgentInstance> pool = ready.isEmpty() ? withStatus(candidates, AgentStatus.BUSY) : ready;
        if (pool.size() < 2) {
            return pool.stream().findFirst();
        }
        return Optional.of(
                switch (balance) {
                    case ROUND_ROBIN -> pool.get(turns.merge(group, 1, Balancer::nextTurn) % pool.size());
                    case RANDOM -> pool.get(random.nextInt(pool.size()));
                    case LEAST_LOADED -> leastLoaded(pool, facts);
                });
    }

    private static int nextTurn(int turn, int one) {
        return (turn + one) & Integer.MAX_VALUE;
    }

    private static AgentInstance leastLoaded(List<AgentInstance> pool, RoutingFacts facts) {
        return pool.stream()
                .min(Comparator.comparingInt((AgentInstance a) -> facts.backlog(a.agentId()))
                        .thenComparingDouble(AgentInstance::load)
                        .thenComparing(AgentInstance::agentId))
                .orElseThrow();
    }

    private static List<AgentInstance> withStatus(List<AgentInstance> candidates, AgentStatus status) {
        return candidates.stream().filter(a -> a.status() == status).toList();
    }
}
