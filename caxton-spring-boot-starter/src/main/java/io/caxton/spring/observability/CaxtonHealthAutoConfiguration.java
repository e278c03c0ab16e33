package io.caxton.spring.observability;

import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.autoconfigure.CaxtonGatewayAutoConfiguration;
import io.caxton.spring.cluster.CaxtonClusterAutoConfiguration;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.copies.CopyFigures;
import io.caxton.spring.gateway.Housekeeper;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.WaitingRoom;
import io.caxton.spring.localstate.DataDirectory;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Health of the local state, of delivery and of the first join, all part of readiness unless that group is defined by the application. */
@AutoConfiguration(
        after = {
            CaxtonGatewayAutoConfiguration.class,
            CaxtonClusterAutoConfiguration.class,
            AvailabilityProbesAutoConfiguration.class
        })
public class CaxtonHealthAutoConfiguration {

    @Bean
    CommitMonitor caxtonCommitMonitor(NodeClock clock) {
        return new CommitMonitor(clock);
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("localstate")
    @ConditionalOnMissingBean(name = "localStateHealthIndicator")
    HealthIndicator localStateHealthIndicator(
            LocalState state, DataDirectory directory, CommitMonitor commits, NodeClock clock) {
        return new LocalStateHealthIndicator(state, directory, commits, clock);
    }

    @Bean
    @ConditionalOnEnabledHealthIndicator("delivery")
    @ConditionalOnMissingBean(name = "deliveryHealthIndicator")
    HealthIndicator deliveryHealthIndicator(
            LocalState state,
            Housekeeper housekeeper,
            Registry registry,
            WaitingRoom waiting,
            ObjectProvider<CopyFigures> copies) {
        return new DeliveryHealthIndicator(
                state, housekeeper, registry, waiting, Optional.ofNullable(copies.getIfAvailable()));
    }

    @Bean
    @ConditionalOnBean(ClusterNode.class)
    @ConditionalOnEnabledHealthIndicator("swim")
    @ConditionalOnMissingBean(name = "swimHealthIndicator")
    HealthIndicator swimHealthIndicator(ClusterNode node) {
        return new ClusterHealthIndicator(node);
    }

    @Bean
    @ConditionalOnBean(ClusterNode.class)
    @ConditionalOnEnabledHealthIndicator("firstjoin")
    @ConditionalOnMissingBean(name = "firstJoinHealthIndicator")
    HealthIndicator firstJoinHealthIndicator(ClusterNode node) {
        return new FirstJoinHealthIndicator(node);
    }

    @Bean
    static ReadinessMembers caxtonReadinessMembers(Environment environment) {
        return new ReadinessMembers(environment);
    }
}
