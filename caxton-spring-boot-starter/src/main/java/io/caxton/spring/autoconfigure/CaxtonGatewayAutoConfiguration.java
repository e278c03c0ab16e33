package io.caxton.spring.autoconfigure;

import io.caxton.core.cluster.ClusterView;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.Directs;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.Housekeeper;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeEvents;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.gateway.PushGateway;
import io.caxton.spring.gateway.SecondCopies;
import io.caxton.spring.gateway.SendListener;
import io.caxton.spring.gateway.WaitingRoom;
import io.caxton.spring.gateway.WriteBehind;
import io.caxton.spring.properties.ConversationProperties;
import io.caxton.spring.properties.DeliveryProperties;
import io.caxton.spring.properties.LimitsProperties;
import io.caxton.spring.properties.RetentionProperties;
import io.caxton.spring.tracing.MessageTracing;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Delivery and the gateways that every door goes through, in the order in which they start and stop. */
@AutoConfiguration(after = CaxtonAutoConfiguration.class)
public class CaxtonGatewayAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EngineSettings caxtonEngineSettings(
            DeliveryProperties delivery,
            ConversationProperties conversation,
            RetentionProperties retention,
            LimitsProperties limits) {
        return new EngineSettings(
                delivery.toPolicy(), conversation.toPolicy(), retention.toPolicy(), limits.maxAgents());
    }

    @Bean
    Registry caxtonRegistry() {
        return new Registry();
    }

    // Its close is the first step of stopping, not a matter of bean destruction.
    @Bean(destroyMethod = "")
    WaitingRoom caxtonWaitingRoom(LimitsProperties limits) {
        return new WaitingRoom(limits.maxWaiting());
    }

    @Bean
    NodeEvents caxtonNodeEvents(WaitingRoom waiting) {
        return new NodeEvents(List.of(waiting));
    }

    @Bean
    DeliveryEngine caxtonDeliveryEngine(
            EngineSettings settings,
            NodeIdentity node,
            Registry registry,
            ObjectProvider<ClusterView> cluster,
            RandomGenerator random,
            NodeEvents events) {
        return new DeliveryEngine(
                settings, node.nodeId(), registry, cluster.getIfAvailable(() -> ClusterView.NONE), random, events);
    }

    @Bean
    WriteBehind caxtonWriteBehind() {
        return new WriteBehind();
    }

    @Bean
    AgentGateway caxtonAgentGateway(
            LocalState state, DeliveryEngine engine, Registry registry, NodeClock clock, WriteBehind behind) {
        return new AgentGateway(state, engine, registry, clock, behind);
    }

    // Its close is the first step of stopping, not a matter of bean destruction.
    @Bean(destroyMethod = "")
    Feeds caxtonFeeds(
            LocalState state,
            DeliveryEngine engine,
            AgentGateway agents,
            NodeClock clock,
            WriteBehind behind,
            ObjectProvider<MessageTracing> tracing) {
        return new Feeds(state, engine, agents, clock, behind, tracing.getIfAvailable(() -> MessageTracing.NONE));
    }

    // As above.
    @Bean(destroyMethod = "")
    Directs caxtonDirects(
            LocalState state,
            DeliveryEngine engine,
            Feeds feeds,
            WaitingRoom waiting,
            NodeClock clock,
            WriteBehind behind,
            LimitsProperties limits) {
        return new Directs(state, engine, feeds, waiting, clock, behind, limits.maxUnrecorded());
    }

    @Bean
    MailboxGateway caxtonMailboxGateway(
            LocalState state,
            DeliveryEngine engine,
            AgentGateway agents,
            WaitingRoom waiting,
            Feeds feeds,
            Directs directs,
            NodeClock clock,
            ObjectProvider<MessageTracing> tracing,
            ObjectProvider<SecondCopies> copies) {
        return new MailboxGateway(
                state,
                engine,
                agents,
                waiting,
                feeds,
                directs,
                clock,
                tracing.getIfAvailable(() -> MessageTracing.NONE),
                copies.getIfAvailable(() -> SecondCopies.NONE));
    }

    @Bean
    PushGateway caxtonPushGateway(
            LocalState state,
            DeliveryEngine engine,
            Registry registry,
            NodeClock clock,
            ObjectProvider<MessageTracing> tracing) {
        return new PushGateway(state, engine, registry, clock, tracing.getIfAvailable(() -> MessageTracing.NONE));
    }

    @Bean
    MessageGateway caxtonMessageGateway(
            LocalState state,
            DeliveryEngine engine,
            WaitingRoom waiting,
            Feeds feeds,
            Directs directs,
            NodeClock clock,
            ObjectProvider<SendListener> listeners,
            ObjectProvider<MessageTracing> tracing,
            ObjectProvider<SecondCopies> copies) {
        return new MessageGateway(
                state,
                engine,
                waiting,
                feeds,
                directs,
                clock,
                SendListener.all(listeners.orderedStream().toList()),
                tracing.getIfAvailable(() -> MessageTracing.NONE),
                copies.getIfAvailable(() -> SecondCopies.NONE));
    }

    @Bean
    Housekeeper caxtonHousekeeper(
            LocalState state, DeliveryEngine engine, AgentGateway agents, NodeClock clock, WriteBehind behind) {
        return new Housekeeper(state, engine, agents, clock, behind);
    }

    @Bean
    LifecycleStep caxtonNodeLifecycle(
            LocalState state,
            DeliveryEngine engine,
            NodeClock clock,
            NodeEvents events,
            ObjectProvider<EngineListener> listeners,
            Housekeeper housekeeper) {
        return new LifecycleStep(
                CaxtonPhases.NODE,
                () -> {
                    events.tell(
                            listeners.orderedStream().filter(l -> l != events).toList());
                    state.write(tx -> {
                                engine.agents().restore(tx, clock.now());
                                return true;
                            })
                            .join();
                },
                housekeeper::close);
    }

    @Bean
    LifecycleStep caxtonTrafficLifecycle(
            Housekeeper housekeeper, WaitingRoom waiting, Feeds feeds, Directs directs, ApplicationContext context) {
        return new LifecycleStep(CaxtonPhases.TRAFFIC, housekeeper::start, () -> {
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
            waiting.close();
            feeds.close();
            directs.close();
        });
    }
}
