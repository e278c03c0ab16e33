package io.caxton.spring.observability;

import io.caxton.spring.cluster.ClusterNode;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Out of service from the start until this node has met others, or waits for them no longer; never again. Part of readiness. */
final class FirstJoinHealthIndicator extends AbstractHealthIndicator {
    private final ClusterNode node;

    FirstJoinHealthIndicator(ClusterNode node) {
        super("The cluster cannot be looked at");
        this.node = node;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (node.isReady()) {
            builder.up();
        } else {
            builder.outOfService();
        }
    }
}
