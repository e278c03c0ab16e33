package io.caxton.core.forward;

import io.caxton.core.agent.AgentName;
import java.time.Duration;
import java.util.Optional;

/** One delivery on its way to another node. Message id, agent name and life tell it from every other, however often it comes. */
public final class Forward {
    private final String messageId;
    private final AgentName agentName;
    private final Optional<String> agentId;
    private final int life;
    private final Duration remaining;
    private final byte[] json;

    /**
     * A delivery.
     *
     * @param agentId the instance that the conversation sticks to, if one is known
     * @param life how often the delivery was redriven
     * @param remaining how long it may still take; not a time, as clocks differ
     * @param json the message as it is stored; not to be changed
     */
    public Forward(
            String messageId,
            AgentName agentName,
            Optional<String> agentId,
            int life,
            Duration remaining,
            byte[] json) {
        this.messageId = messageId;
        this.agentName = agentName;
        this.agentId = agentId;
        this.life = life;
        this.remaining = remaining;
        this.json = json;
    }

    public String messageId() {
        return messageId;
    }

    public AgentName agentName() {
        return agentName;
    }

    public Optional<String> agentId() {
        return agentId;
    }

    public int life() {
        return life;
    }

    public Duration remaining() {
        return remaining;
    }

    /** UTF-8; not to be changed. */
    public byte[] json() {
        return json;
    }
}
