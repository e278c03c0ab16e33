package io.caxton.spring.directory;

import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.autoconfigure.CaxtonAutoConfiguration;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import io.caxton.spring.autoconfigure.LifecycleStep;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.spring.cluster.FirstKnowledge;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.properties.ClusterProperties;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The directory of agents, replicated if this node is one of a cluster. */
@AutoConfiguration(after = CaxtonAutoConfiguration.class)
public class CaxtonDirectoryAutoConfiguration {

    @Bean
    AgentDirectory caxtonAgentDirectory(NodeIdentity node, NodeClock clock, RandomGenerator random) {
        return new AgentDirectory(node, clock, random);
    }

    @Bean
    LifecycleStep caxtonDirectoryBegin(LocalState state, Registry registry, AgentDirectory directory) {
        return new LifecycleStep(
                CaxtonPhases.DIRECTORY - 1,
                () -> state.write(tx -> {
                            var own = List.copyOf(registry.all());
                            // What changes in works after this one is told after this.
                            tx.afterCommit(() -> directory.begin(own));
                            return true;
                        })
                        .join(),
                () -> {});
    }

    /** Others know the agents of this node, and it knows theirs. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("caxton.cluster.enabled")
    static class Replicated {

        @Bean
        ReplicationFigures caxtonReplicationFigures() {
            return new ReplicationFigures();
        }

        @Bean
        Replicator caxtonReplicator(
                AgentDirectory directory,
                ObjectProvider<PeerCalls> calls,
                ObjectProvider<AgentGateway> agents,
                DataDirectory data,
                NodeClock clock,
                RandomGenerator random,
                ClusterProperties properties,
                ReplicationFigures figures,
                FirstKnowledge first) {
            return new Replicator(
                    directory, calls, agents, data, clock, random, properties.registryInterval(), figures, first);
        }

        @Bean
        MemberRemoval caxtonMemberRemoval(ClusterNode node, AgentDirectory directory, ObjectProvider<PeerCalls> calls) {
            return new MemberRemoval(node, directory, calls);
        }

        @Bean
        RegistryHandler caxtonRegistryHandler(Replicator replicator, ReplicationFigures figures) {
            return new RegistryHandler(replicator, figures);
        }
    }
}
