package io.caxton.core.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What nodes do with their registries, as their shells do it. */
record Registered(long fence, List<ClusterEvent> events) {
    /** An agent registers at a node; if another has it, it moves. */
    static Registered register(ClusterRegistry node, Instant now, AgentProfile profile) {
        String self = node.digest().lines().get(0).origin();
        boolean here = node.view()
                .find(profile.agentId())
                .filter(agent -> agent.nodeId().equals(self))
                .isPresent();
        long fence = own(node, self, profile)
                .filter(entry -> here)
                .map(ClusterEntry::fence)
                .orElseGet(() -> node.nextFence(profile.agentId()));
        return new Registered(fence, node.put(now, profile, fence));
    }

    /** An agent of a node says something else of itself. */
    static List<ClusterEvent> update(ClusterRegistry node, Instant now, AgentProfile profile) {
        String self = node.digest().lines().get(0).origin();
        return own(node, self, profile)
                .map(entry -> node.put(now, profile, entry.fence()))
                .orElse(List.of());
    }

    private static Optional<ClusterEntry> own(ClusterRegistry node, String self, AgentProfile profile) {
        return node.replica(self)
                .flatMap(replica -> replica.find(profile.agentId()))
                .filter(entry -> !entry.isTombstone());
    }
}
