package io.caxton.core.routing;

import io.caxton.core.agent.AgentName;
import java.util.Map;
import java.util.Optional;

/** What the router asks about the conversation and the mailboxes while it decides. */
public interface RoutingFacts {
    /** The instance of this name that the conversation sticks to. */
    Optional<String> boundInstance(AgentName name);

    /** Every instance that the conversation sticks to, by name. */
    Map<AgentName, String> boundInstances();

    /** Whether this name has taken part in the conversation. */
    boolean isParticipant(AgentName name);

    /** How many messages an instance has waiting or in work. */
    int backlog(String agentId);
}
