package io.caxton.spring.cluster;

import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.swim.MemberStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node that is none of a cluster. */
final class SoleNode implements Cluster {
    private static final long FIRST_INCARNATION = 1;

    private final NodeIdentity node;

    SoleNode(NodeIdentity node) {
        this.node = node;
    }

    @Override
    public ClusterStatus status() {
        return new ClusterStatus(
                ClusterState.OFF,
                true,
                false,
                Map.of(MemberStatus.ALIVE, 1),
                List.of(),
                FIRST_INCARNATION,
                0,
                Optional.empty(),
                Optional.empty(),
                true,
                List.of());
    }

    @Override
    public boolean takesMessages() {
        return true;
    }

    @Override
    public List<ClusterMember> members() {
        return List.of(new ClusterMember(
                node.nodeId(),
                Optional.empty(),
                MemberStatus.ALIVE,
                FIRST_INCARNATION,
                Tags.of(node, Optional.empty()),
                true));
    }
}
