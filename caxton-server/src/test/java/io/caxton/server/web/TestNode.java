package io.caxton.server.web;

import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.DeliveryEngine;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.EngineSettings;
import io.caxton.core.delivery.RetentionPolicy;
import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.Housekeeper;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeEvents;
import io.caxton.spring.gateway.WaitingRoom;
import io.caxton.state.InMemoryStateTool;
import io.caxton.state.McpStateTool;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A node in memory, with bounds small enough to reach. */
@TestConfiguration(proxyBeanMethods = false)
class TestNode {
    static final int MAX_DEPTH = 60;
    static final int MAX_MESSAGES = 200;
    static final int MAX_ATTEMPTS = 2;

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    NodeClock clock(InstantSource time) {
        return new NodeClock(time);
    }

    @Bean
    WaitingRoom waitingRoom() {
        return new WaitingRoom(1_000);
    }

    @Bean
    Registry registry() {
        return new Registry();
    }

    @Bean
    LocalState localState() {
        return new InMemoryLocalState();
    }

    @Bean
    DeliveryEngine engine(Registry registry, RandomGenerator random, WaitingRoom waiting) {
        RetryPolicy retry = new RetryPolicy(MAX_ATTEMPTS, Duration.ofMillis(5), 1, Duration.ofMillis(5), 0);
        EngineSettings settings = new EngineSettings(
                new DeliveryPolicy(
                        Duration.ofSeconds(60), Duration.ofHours(1), retry, Duration.ofDays(7), MAX_DEPTH, 8),
                new ConversationPolicy(MAX_MESSAGES, 100, Duration.ofHours(24)),
                RetentionPolicy.DEFAULT,
                10_000);
        return new DeliveryEngine(settings, "node-1", registry, random, new NodeEvents(List.of(waiting)));
    }

    @Bean
    AgentGateway agents(LocalState state, DeliveryEngine engine, Registry registry, NodeClock clock) {
        return new AgentGateway(state, engine, registry, clock);
    }

    @Bean
    MailboxGateway mailboxes(
            LocalState state, DeliveryEngine engine, AgentGateway agents, WaitingRoom waiting, NodeClock clock) {
        return new MailboxGateway(state, engine, agents, waiting, clock);
    }

    @Bean
    MessageGateway messages(LocalState state, DeliveryEngine engine, WaitingRoom waiting, NodeClock clock) {
        return new MessageGateway(state, engine, waiting, clock);
    }

    @Bean(initMethod = "start")
    Housekeeper housekeeper(LocalState state, DeliveryEngine engine, AgentGateway agents, NodeClock clock) {
        return new Housekeeper(state, engine, agents, clock);
    }

    @Bean
    McpStateTool stateTool(InstantSource time) {
        return new InMemoryStateTool(time);
    }
}
