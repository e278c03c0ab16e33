package io.caxton.spring.cluster;

import io.caxton.core.storage.LocalState;
import io.caxton.spring.autoconfigure.CaxtonGatewayAutoConfiguration;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.properties.ClusterProperties;
import java.nio.file.Files;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Membership in a cluster if {@code caxton.cluster.enabled} is set, else a cluster of one. */
@AutoConfiguration(after = CaxtonGatewayAutoConfiguration.class)
@EnableConfigurationProperties(ClusterProperties.class)
public class CaxtonClusterAutoConfiguration {
    private static final String ENABLED = "caxton.cluster.enabled";

    @Bean
    @ConditionalOnBooleanProperty(name = ENABLED, havingValue = false, matchIfMissing = true)
    Cluster caxtonSoleNode(NodeIdentity node) {
        return new SoleNode(node);
    }

    /** A node that is one of a cluster. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = ENABLED)
    static class Clustered {

        /** Before anything is made: a node that may not start must not touch its data either. */
        @Bean
        static BeanFactoryPostProcessor caxtonClusterCheck(Environment environment) {
            return beans -> {
                var unused = ClusterSettings.of(
                        Binder.get(environment).bindOrCreate("caxton.cluster", ClusterProperties.class),
                        OwnAddresses::all);
            };
        }

        @Bean
        FirstJoin caxtonFirstJoin(ClusterProperties properties, DataDirectory directory) {
            boolean remembers = Files.exists(directory.file(ClusterNode.PEERS));
            return new FirstJoin(properties.seeds(), remembers, properties.joinTimeout());
        }

        @Bean
        ClusterNode caxtonClusterNode(
                ClusterProperties properties,
                NodeIdentity identity,
                DataDirectory directory,
                LocalState state,
                NodeClock clock,
                Environment environment,
                FirstJoin join,
                ApplicationEventPublisher publisher,
                ObjectProvider<ProbeListener> probes,
                ObjectProvider<MemberListener> listeners,
                ObjectProvider<Departure> departure) {
            ClusterSettings settings = ClusterSettings.of(properties, OwnAddresses::all);
            return new ClusterNode(
                    settings,
                    identity,
                    directory,
                    clock,
                    environment,
                    join,
                    new EventQueue(publisher::publishEvent),
                    new KeyFile(directory, settings.keys()),
                    probes.orderedStream().toList(),
                    listeners.orderedStream().toList(),
                    departure.getIfAvailable(() -> Departure.AT_ONCE),
                    () -> state.read(tx -> tx.copies().storeId()));
        }

        @Bean
        ClusterKeys caxtonClusterKeys(ClusterNode node) {
            return new ClusterKeys(node);
        }
    }
}
