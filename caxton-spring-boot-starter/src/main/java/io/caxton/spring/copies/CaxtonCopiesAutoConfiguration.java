package io.caxton.spring.copies;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import io.caxton.spring.autoconfigure.LifecycleStep;
import io.caxton.spring.cluster.CaxtonClusterAutoConfiguration;
import io.caxton.spring.cluster.ClusterConfigurationException;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.properties.ClusterProperties;
import io.caxton.spring.properties.CopiesProperties;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** A node of a cluster keeps copies for others, and with {@code caxton.delivery.copies=2} lets others keep copies of its own messages. */
@AutoConfiguration(after = CaxtonClusterAutoConfiguration.class)
public class CaxtonCopiesAutoConfiguration {
    private static final String COPIES = "caxton.delivery.copies";
    private static final String CLUSTERED = "caxton.cluster.enabled";

    /** Before anything is made: such a node could accept nothing. */
    @Bean
    static BeanFactoryPostProcessor caxtonCopiesCheck(Environment environment) {
        return beans -> {
            if ("2".equals(environment.getProperty(COPIES))
                    && !environment.getProperty(CLUSTERED, Boolean.class, false)) {
                throw new ClusterConfigurationException(
                        COPIES + " is 2, but this node is none of a cluster: nobody could keep the second copy",
                        "Set " + CLUSTERED + "=true and the rest of caxton.cluster, or " + COPIES + "=1.");
            }
        };
    }

    /** Of a node that is one of a cluster. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(CLUSTERED)
    static class Keeper {
        @Bean
        CopyHandlers.Keeping caxtonCopyHandler(
                LocalState state, DeliveryEngine engine, NodeClock clock, CopiesProperties properties) {
            return new CopyHandlers.Keeping(new CopyHandlers(state, engine, clock, properties.toLimits()));
        }

        @Bean
        CopyHandlers.Claims caxtonClaimHandler(
                LocalState state, DeliveryEngine engine, NodeClock clock, CopiesProperties properties) {
            return new CopyHandlers.Claims(new CopyHandlers(state, engine, clock, properties.toLimits()));
        }

        @Bean
        Adopter caxtonAdopter(
                LocalState state,
                DeliveryEngine engine,
                NodeClock clock,
                ObjectProvider<Copier> copier,
                ObjectProvider<CopyListener> listeners) {
            return new Adopter(state, engine, clock, copier, listeners.getIfAvailable(() -> CopyListener.NONE));
        }

        @Bean
        LifecycleStep caxtonAdopterLifecycle(
                Adopter adopter, ClusterNode cluster, ClusterProperties properties, NodeClock clock) {
            return new LifecycleStep(
                    CaxtonPhases.TRAFFIC,
                    () -> clock.after(
                            Adopter.SWEEP,
                            () -> adopter.sweep(
                                    () -> cluster.members().stream()
                                            .map(ClusterMember::nodeId)
                                            .collect(Collectors.toSet()),
                                    properties.toSettings().forgetAfter())),
                    adopter::close);
        }
    }

    /** Of a node whose messages are to be on two disks. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(CLUSTERED)
    @ConditionalOnProperty(name = COPIES, havingValue = "2")
    static class Owner {
        @Bean
        Copier caxtonCopier(
                LocalState state,
                DeliveryEngine engine,
                ObjectProvider<PeerCalls> calls,
                ObjectProvider<ClusterNode> cluster,
                NodeClock clock,
                CopiesProperties properties,
                ObjectProvider<CopyListener> listeners) {
            HandOutGate gate = new HandOutGate(state, engine, cluster, clock, properties.copyTimeout());
            CopyListener listener = listeners.getIfAvailable(() -> CopyListener.NONE);
            return new Copier(state, engine, calls, clock, properties, listener, gate);
        }
    }
}
