package io.caxton.server.link;

import io.caxton.core.request.RequestLimits;
import io.caxton.server.intake.BodyMemory;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.MessageGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.properties.LinkProperties;
import java.time.Duration;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all links share.
 *
 * @param memory what frames in work may take, together with the bodies of requests
 * @param patience how long a frame that comes in parts may take, besides a second for every 32 K characters of it
 */
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
        LinkGuard.Rules rules,
        BodyMemory memory,
        Duration patience) {
    /** What a frame may add to the content of its message. */
    private static final int ENVELOPE_CHARS = 1 << 20;

    /** Characters of the largest frame. */
    long maxFrame() {
        return limits.maxContentBytes() + ENVELOPE_CHARS;
    }
}
