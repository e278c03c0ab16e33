package io.caxton.server.directory;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.cluster.ClusterView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which agents of the cluster are looked for; what is empty may be anything.
 *
 * @param status as it is from here: of an agent whose node cannot be reached, lost
 */
public record AgentSearch(
        Optional<AgentName> name,
        Optional<Capability> capability,
        Optional<AgentStatus> status,
        Optional<String> nodeId) {
    /** Read at a time: filters that few pass should not cost a round for each. */
    private static final int STEP = 256;

    /**
     * Those whose id comes after this one, by id.
     *
     * @param after empty for the first page
     */
    public List<ClusterAgent> find(ClusterView agents, String after, int limit) {
        List<ClusterAgent> found = new ArrayList<>();
        String last = after;
        while (found.size() < limit) {
            List<ClusterAgent> some = page(agents, last);
            if (some.isEmpty()) {
                return found;
            }
            some.stream()
                    .filter(this::matches)
                    .limit((long) limit - found.size())
                    .forEach(found::add);
            last = some.get(some.size() - 1).agentId();
        }
        return found;
    }

    private List<ClusterAgent> page(ClusterView agents, String after) {
        return name.map(n -> agents.page(n, after, STEP, false))
                .or(() -> capability.map(c -> agents.page(c, after, STEP, false)))
                .orElseGet(() -> agents.page(after, STEP, false));
    }

    private boolean matches(ClusterAgent agent) {
        return name.filter(n -> !n.equals(agent.profile().name())).isEmpty()
                && capability.filter(c -> !agent.profile().offers(c)).isEmpty()
                && status.filter(s -> s != agent.effectiveStatus()).isEmpty()
                && nodeId.filter(n -> !n.equals(agent.nodeId())).isEmpty();
    }
}
