package io.caxton.core.registry;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When the lease of each instance ends, soonest first, those of lost ones apart. Adding, removing and finding one that is
 * over takes logarithmic time. To be guarded by its owner.
 */
final class Leases {
    private record End(Instant at, String agentId) {
        static End of(AgentInstance agent) {
            return new End(agent.leaseExpiresAt(), agent.agentId());
        }
    }

    private static final Comparator<End> SOONEST_FIRST =
            Comparator.comparing(End::at).thenComparing(End::agentId);

    private final NavigableSet<End> held = new TreeSet<>(SOONEST_FIRST);
    private final NavigableSet<End> lost = new TreeSet<>(SOONEST_FIRST);

    void add(AgentInstance agent) {
        with(agent.status()).add(End.of(agent));
    }

    void remove(AgentInstance agent) {
        with(agent.status()).remove(End.of(agent));
    }

    private NavigableSet<End> with(AgentStatus status) {
        return status == AgentStatus.LOST ? lost : held;
    }

    /** When the first of those that are not lost ends. */
    Optional<Instant> next() {
        return held.isEmpty() ? Optional.empty() : Optional.of(held.first().at());
    }

    /**
     * Up to so many whose lease ended by one instant and who are not lost, and then of those who are, whose lease ended by the
     * other.
     */
    List<String> ended(Instant by, Instant lostBy, int limit) {
        List<String> ids = new ArrayList<>();
        collect(held, by, limit, ids);
        collect(lost, lostBy, limit, ids);
        return ids;
    }

    private static void collect(NavigableSet<End> ends, Instant by, int limit, List<String> ids) {
        for (End end : ends) {
            if (end.at().isAfter(by) || ids.size() == limit) {
                return;
            }
            ids.add(end.agentId());
        }
    }
}
