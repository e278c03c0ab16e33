package io.caxton.spring.forward;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.cluster.CaxtonClusterAutoConfiguration;
import io.caxton.spring.directory.AgentDirectory;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.properties.ClusterProperties;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/** Messages cross nodes if this node is one of a cluster. */
@AutoConfiguration(after = CaxtonClusterAutoConfiguration.class)
@ConditionalOnBooleanProperty("caxton.cluster.enabled")
public class CaxtonForwardAutoConfiguration {

    @Bean
    Forwarder caxtonForwarder(
            LocalState state,
            DeliveryEngine engine,
            AgentDirectory directory,
            Feeds feeds,
            ObjectProvider<PeerCalls> calls,
            NodeClock clock,
            RandomGenerator random,
            ClusterProperties properties) {
        return new Forwarder(state, engine, directory, feeds, calls, clock, random, properties.forgetAfter());
    }

    @Bean
    Drainer caxtonDrainer(LocalState state, DeliveryEngine engine, NodeClock clock, Forwarder forwarder) {
        return new Drainer(state, engine, clock, forwarder);
    }

    @Bean
    Handlers.Forwards caxtonForwardHandler(LocalState state, DeliveryEngine engine, NodeClock clock, Feeds feeds) {
        return new Handlers.Forwards(new Handlers(state, engine, clock), feeds);
    }

    @Bean
    Handlers.Outcomes caxtonOutcomeHandler(LocalState state, DeliveryEngine engine, NodeClock clock) {
        return new Handlers.Outcomes(new Handlers(state, engine, clock));
    }
}
