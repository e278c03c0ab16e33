package io.caxton.server.stream;

import io.caxton.core.engine.EngineSettings;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.properties.StreamProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The door of server-sent events. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamProperties.class)
class StreamConfiguration {
    @Bean(destroyMethod = "close")
    Streams streams(
            AgentGateway agents,
            MailboxGateway mailboxes,
            Feeds feeds,
            NodeClock clock,
            EngineSettings engine,
            StreamProperties settings) {
        return new Streams(new StreamServices(
                agents, mailboxes, feeds, clock, engine.delivery().lease(), settings));
    }
}
