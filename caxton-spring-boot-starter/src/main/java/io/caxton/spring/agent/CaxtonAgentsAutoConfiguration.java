package io.caxton.spring.agent;

import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.autoconfigure.CaxtonGatewayAutoConfiguration;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.properties.AgentsProperties;
import io.caxton.spring.properties.LimitsProperties;
import io.caxton.spring.tracing.MessageTracing;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** Runs the beans that are annotated as agents. Content is converted by the application's own {@link JsonMapper}. */
@AutoConfiguration(after = CaxtonGatewayAutoConfiguration.class)
public class CaxtonAgentsAutoConfiguration {

    @Bean
    AgentScanner caxtonAgentScanner(ConfigurableListableBeanFactory beans, ObjectProvider<JsonMapper> json) {
        return new AgentScanner(beans, json.getIfAvailable(JsonMapper::shared));
    }

    @Bean
    AgentRegistrar caxtonAgentRegistrar(
            LocalState state, DeliveryEngine engine, Registry registry, NodeIdentity node, NodeClock clock) {
        return new AgentRegistrar(state, engine, registry, node, clock);
    }

    @Bean
    ReplyWriter caxtonReplyWriter(
            ObjectProvider<JsonMapper> json, NodeClock clock, RandomGenerator random, LimitsProperties limits) {
        return new ReplyWriter(json.getIfAvailable(JsonMapper::shared), clock, random, limits.maxContentSize());
    }

    @Bean
    AgentMessenger caxtonAgentMessenger(
            MessageGateway messages,
            ObjectProvider<JsonMapper> json,
            NodeClock clock,
            RandomGenerator random,
            LimitsProperties limits) {
        return new AgentMessenger(
                messages, json.getIfAvailable(JsonMapper::shared), clock, random, limits.maxContentSize());
    }

    @Bean
    InProcessAgents caxtonInProcessAgents(
            AgentScanner scanner,
            AgentRegistrar registrar,
            ReplyWriter replies,
            MailboxGateway mailboxes,
            NodeClock clock,
            AgentsProperties properties,
            EngineSettings settings,
            ObjectProvider<MessageTracing> tracing) {
        AgentRuntime runtime = new AgentRuntime(
                mailboxes,
                clock,
                new HandlerExecutor(properties.threads()),
                new Settler(mailboxes, clock, replies),
                tracing.getIfAvailable(() -> MessageTracing.NONE),
                settings.delivery().lease(),
                properties.pollWait(),
                properties.handlingTimeout());
        return new InProcessAgents(scanner, registrar, runtime, properties.shutdownTimeout());
    }
}
