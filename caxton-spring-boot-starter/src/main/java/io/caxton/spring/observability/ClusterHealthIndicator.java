package io.caxton.spring.observability;

import io.caxton.core.message.WireNames;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.cluster.ClusterState;
import io.caxton.spring.cluster.ClusterStatus;
import io.caxton.swim.MemberStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down if another node uses the id of this one; out of service while this one looks for the others or reaches none of
 * those it knows. No part of readiness: a node that has lost all others serves its own agents, and were it taken out of a
 * load balancer, so would be the other half of a cluster that was cut in two.
 */
final class ClusterHealthIndicator extends AbstractHealthIndicator {
    private static final int MOST_NAMES = 32;

    private final ClusterNode node;

    ClusterHealthIndicator(ClusterNode node) {
        super("The cluster cannot be looked at");
        this.node = node;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        ClusterStatus status = node.status();
        boolean reachesNobody = status.state() == ClusterState.JOINING
                || status.state() == ClusterState.ISOLATED
                || (status.state() == ClusterState.ALONE && status.expectsOthers());
        if (status.conflict().isPresent()) {
            builder.down().withDetail("conflict", status.conflict().get());
        } else if (reachesNobody) {
            builder.outOfService();
        } else {
            builder.up();
        }
        builder.withDetail("state", WireNames.of(status.state()));
        node.address().ifPresent(address -> builder.withDetail("address", address.toString()));
        builder.withDetail("members", members(status));
        builder.withDetail("suspected", status.suspected());
        builder.withDetail("joined", status.state() == ClusterState.JOINED);
        builder.withDetail("isolated", status.state() == ClusterState.ISOLATED);
        builder.withDetail("health_score", status.healthScore());
        builder.withDetail("keys_kept", status.keysKept());
        if (reachesNobody) {
            status.lastRefusal().ifPresent(said -> builder.withDetail("last_refusal", said));
        }
        builder.withDetail("other_versions", otherVersions());
        builder.withDetail("last_events", status.lastEvents());
    }

    /** Those that are there and not of the version of this node. */
    private Map<String, String> otherVersions() {
        List<ClusterMember> all = node.members();
        String own = all.stream()
                .filter(ClusterMember::self)
                .map(ClusterMember::version)
                .findFirst()
                .orElse("");
        Map<String, String> others = new LinkedHashMap<>();
        all.stream()
                .filter(member -> member.isPresent()
                        && member.isCaxton()
                        && !member.version().equals(own))
                .limit(MOST_NAMES)
                .forEach(member -> others.put(member.nodeId(), member.version()));
        return others;
    }

    private static Map<String, Integer> members(ClusterStatus status) {
        Map<String, Integer> members = new LinkedHashMap<>();
        for (MemberStatus each : MemberStatus.values()) {
            members.put(WireNames.of(each), status.count(each));
        }
        return members;
    }
}
