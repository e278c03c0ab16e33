package io.caxton.core.copies;

import io.caxton.core.agent.AgentName;
import java.util.List;

/**
 * One message that a node keeps for an owner who asks.
 *
 * @param adopted whether the node has made it its own, for these names
 */
public record Claimed(String messageId, List<AgentName> names, boolean adopted) {
    public Claimed {
        names = List.copyOf(names);
    }
}
