package io.caxton.core.message;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;

/** Whom a message is for. */
public sealed interface Recipient {
    /** One agent by its name. */
    record ToAgent(AgentName name) implements Recipient {}

    /** Whoever offers a capability, chosen as the message's {@link Routing} says. */
    record ToCapability(Capability capability) implements Recipient {}
}
