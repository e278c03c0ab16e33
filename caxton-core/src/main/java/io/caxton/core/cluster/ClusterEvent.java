package io.caxton.core.cluster;

/** What changed in what is known of the cluster; the view shows it already. */
public sealed interface ClusterEvent {
    /** An agent that was not known. */
    record AgentAppeared(ClusterAgent agent) implements ClusterEvent {}

    /** Its profile or its fencing number is another; not told of agents of a node that becomes reachable or ceases to be. */
    record AgentChanged(ClusterAgent agent) implements ClusterEvent {}

    /** No node has it any more. */
    record AgentGone(String agentId, String nodeId) implements ClusterEvent {}

    /**
     * Another node has it now. On the node that it moved from: what its mailbox holds belongs there, and it is to be removed
     * here.
     */
    record AgentMoved(String agentId, String fromNode, String toNode) implements ClusterEvent {}

    /** A node is alive, and with it its agents. */
    record NodeReachable(String nodeId) implements ClusterEvent {}

    /** A node has failed; its agents are known on, but not reachable. */
    record NodeUnreachable(String nodeId) implements ClusterEvent {}

    /** A node has left, or has been gone for too long; its agents are forgotten. */
    record NodeForgotten(String nodeId) implements ClusterEvent {}

    /**
     * Others know of changes of this node that it does not, from before it lost its data; they ignore what it says until
     * {@link ClusterRegistry#beginEpoch}.
     *
     * @param freeEpoch the lowest epoch that nobody has seen
     */
    record OwnEpochSpent(long freeEpoch) implements ClusterEvent {}
}
