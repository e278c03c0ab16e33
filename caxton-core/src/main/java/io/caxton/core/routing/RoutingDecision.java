package io.caxton.core.routing;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Outbox;
import java.util.List;
import java.util.Optional;

/** Where a message goes. */
public sealed interface RoutingDecision {
    /** Into these mailboxes; at least one, each agent name at most once. */
    record Deliver(List<Target> targets) implements RoutingDecision {}

    /**
     * Nowhere: its receiver took part in the conversation without being registered and finds the message there.
     */
    record KeepInConversation(AgentName client) implements RoutingDecision {}

    /**
     * Nobody can take it.
     *
     * @param field the request field that names the receiver
     * @param reason a sentence for the sender
     * @param suggestions what the sender may have meant, best first; found out when first looked at
     */
    record Unroutable(String field, String reason, List<String> suggestions) implements RoutingDecision {}

    /**
     * One mailbox.
     *
     * @param agentId the instance; empty if all instances of the name are draining, lost or gone and the message waits for
     *     one, or if the other node knows who it is
     * @param nodeId the other node that it is to be forwarded to; empty if it stays here
     */
    record Target(AgentName agentName, Optional<String> agentId, Optional<String> nodeId) {
        /** One of this node. */
        public Target(AgentName agentName, Optional<String> agentId) {
            this(agentName, agentId, Optional.empty());
        }

        /** Whose mailbox the delivery goes into: the instance, or the outbox of the other node. */
        public Optional<String> holder() {
            return nodeId.map(Outbox::of).or(() -> agentId);
        }
    }
}
