package io.caxton.server.link;

import io.caxton.core.request.RequestLimits;
import io.caxton.server.intake.BodyMemory;
import io.caxton.server.security.AuditLog;
import io.caxton.server.security.RateLimiter;
import io.caxton.server.security.SendPermission;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.properties.LimitsProperties;
import io.caxton.spring.properties.LinkProperties;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The WebSocket door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LinkProperties.class)
class LinkConfiguration {
    @Bean(destroyMethod = "close")
    Links links(
            NodeIdentity node,
            MessageGateway messages,
            MailboxGateway mailboxes,
            AgentGateway agents,
            Feeds feeds,
            NodeClock clock,
            RandomGenerator random,
            JsonMapper json,
            RequestLimits limits,
            LinkProperties settings,
            SendPermission permission,
            RateLimiter rates,
            AuditLog audit,
            BodyMemory memory,
            LimitsProperties bodies) {
        LinkGuard.Rules rules = new LinkGuard.Rules(permission, rates, audit);
        return new Links(new LinkServices(
                node,
                messages,
                mailboxes,
                agents,
                feeds,
                clock,
                random,
                json,
                limits,
                settings,
                rules,
                memory,
                bodies.bodyPatience()));
    }
}
