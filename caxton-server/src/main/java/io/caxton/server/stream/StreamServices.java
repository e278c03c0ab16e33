package io.caxton.server.stream;

import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.properties.StreamProperties;
import java.time.Duration;

/**
 * What all streams share.
 *
 * @param lease what a message is leased for
 */
record StreamServices(
        AgentGateway agents,
        MailboxGateway mailboxes,
        Feeds feeds,
        NodeClock clock,
        Duration lease,
        StreamProperties settings) {}
