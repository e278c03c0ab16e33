package io.caxton.core.cluster;

import io.caxton.core.agent.AgentStatus;

/**
 * An agent of the cluster.
 *
 * @param nodeId where it is registered
 * @param reachable whether that node is alive, as far as is known here
 */
public record ClusterAgent(AgentProfile profile, String nodeId, long fence, boolean reachable) {
    /** Its id. */
    public String agentId() {
        return profile.agentId();
    }

    /** What can be sent to it from here: nothing new to one whose node is not reachable. */
    public AgentStatus effectiveStatus() {
        return reachable ? profile.status() : AgentStatus.LOST;
    }

    /** Of two nodes that have an agent of one id: the higher fencing number wins, then the lower id of the node. */
    boolean winsOver(ClusterAgent other) {
        return fence != other.fence ? fence > other.fence : nodeId.compareTo(other.nodeId) < 0;
    }

    boolean saysTheSameAs(ClusterAgent other) {
        return fence == other.fence && nodeId.equals(other.nodeId) && profile.equals(other.profile);
    }

    ClusterAgent withReachable(boolean now) {
        return new ClusterAgent(profile, nodeId, fence, now);
    }
}
