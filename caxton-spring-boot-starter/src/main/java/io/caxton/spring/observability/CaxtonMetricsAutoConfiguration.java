package io.caxton.spring.observability;

import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.autoconfigure.CaxtonGatewayAutoConfiguration;
import io.caxton.spring.cluster.CaxtonClusterAutoConfiguration;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.directory.AgentDirectory;
import io.caxton.spring.directory.CaxtonDirectoryAutoConfiguration;
import io.caxton.spring.directory.ReplicationFigures;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.WaitingRoom;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Micrometer meters under {@code caxton.}, if the application has a registry. */
@AutoConfiguration(
        after = {
            CaxtonGatewayAutoConfiguration.class,
            CaxtonClusterAutoConfiguration.class,
            CaxtonDirectoryAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class
        })
@ConditionalOnBean(MeterRegistry.class)
public class CaxtonMetricsAutoConfiguration {

    @Bean
    DeliveryMeters caxtonDeliveryMeters(MeterRegistry meters) {
        return new DeliveryMeters(meters);
    }

    @Bean
    CommitMeters caxtonCommitMeters(MeterRegistry meters) {
        return new CommitMeters(meters);
    }

    @Bean
    @ConditionalOnBean(ClusterNode.class)
    ProbeTimer caxtonProbeTimer(MeterRegistry meters) {
        return new ProbeTimer(meters);
    }

    @Bean
    @ConditionalOnBean(ClusterNode.class)
    ClusterMeters caxtonClusterMeters(ClusterNode node) {
        return new ClusterMeters(node);
    }

    @Bean
    @ConditionalOnBean(ClusterNode.class)
    OutboxGauge caxtonOutboxGauge(LocalState state) {
        return new OutboxGauge(state);
    }

    @Bean
    @ConditionalOnBean(ReplicationFigures.class)
    DirectoryMeters caxtonDirectoryMeters(AgentDirectory directory, ReplicationFigures figures, NodeClock clock) {
        return new DirectoryMeters(directory, figures, clock);
    }

    @Bean
    @ConditionalOnBean(ClusterNode.class)
    PeerMeters caxtonPeerMeters(MeterRegistry meters) {
        return new PeerMeters(meters);
    }

    @Bean
    @ConditionalOnBean(ClusterNode.class)
    CopyMeters caxtonCopyMeters(MeterRegistry meters, LocalState state) {
        return new CopyMeters(meters, state);
    }

    @Bean
    NodeGauges caxtonNodeGauges(LocalState state, Registry registry, WaitingRoom waiting) {
        return new NodeGauges(state, registry, waiting);
    }
}
