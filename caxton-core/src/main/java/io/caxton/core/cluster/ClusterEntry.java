package io.caxton.core.cluster;

import java.util.Optional;

/**
 * The last that a node said of one of its agents. Parts that break their bounds or do
 * not fit together are refused with an {@link IllegalArgumentException}.
 *
 * @param counter the number of that change, unique within the epoch of the node
 * @param fence of several nodes that have an agent of this id, the one with the highest number has it
 * @param profile empty once it has been removed
 */
public record ClusterEntry(String agentId, long counter, long fence, Optional<AgentProfile> profile) {
    public ClusterEntry {
        Rules.id("agent_id", agentId);
        Rules.number("counter", counter, 1, Rules.MAX_NUMBER);
        Rules.number("fence", fence, 1, Rules.MAX_NUMBER);
        if (profile.isPresent()) {
            Rules.require(profile.get().agentId().equals(agentId), "an entry is of the agent of its profile");
        }
    }

    static ClusterEntry of(AgentProfile profile, long counter, long fence) {
        return new ClusterEntry(profile.agentId(), counter, fence, Optional.of(profile));
    }

    /** The same agent, removed by this change. */
    ClusterEntry removed(long at) {
        return new ClusterEntry(agentId, at, fence, Optional.empty());
    }

    boolean isTombstone() {
        return profile.isEmpty();
    }

    /** No fewer bytes than it takes on the wire. */
    int weight() {
        return 24 + profile.map(AgentProfile::weight).orElseGet(() -> Rules.utf8(agentId));
    }
}
