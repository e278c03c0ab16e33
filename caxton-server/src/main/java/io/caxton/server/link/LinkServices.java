package io.caxton.server.link;

import io.caxton.core.request.RequestLimits;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.properties.LinkProperties;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/** What all links share. */
record LinkServices(
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
        LinkGuard.Rules rules) {
    /** What a frame may add to the content of its message. */
    private static final int ENVELOPE_CHARS = 1 << 20;

    /** Characters of the largest frame. */
    long maxFrame() {
        return limits.maxContentBytes() + ENVELOPE_CHARS;
    }
}
