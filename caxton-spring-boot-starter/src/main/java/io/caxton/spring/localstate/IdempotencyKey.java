package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import java.time.Instant;

/** What a sender recognises a repeated request by. */
record IdempotencyKey(AgentName sender, String name) {
    /** The message that was sent with it. */
    record Use(String messageId, Instant at) {}
}
