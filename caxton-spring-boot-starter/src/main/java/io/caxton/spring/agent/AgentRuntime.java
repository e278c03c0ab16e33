package io.caxton.spring.agent;

import io.caxton.spring.gateway.MailboxGateway;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;

/**
 * What the agents of a node share.
 *
 * @param lease what a lease is extended by
 * @param handlingTimeout how long a lease is extended at most
 */
record AgentRuntime(
        MailboxGateway mailboxes,
        NodeClock clock,
        HandlerExecutor executor,
        Settler settler,
        MessageTracing tracing,
        Duration lease,
        Duration pollWait,
        Duration handlingTimeout) {}
