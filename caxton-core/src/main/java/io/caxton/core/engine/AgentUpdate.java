package io.caxton.core.engine;

import io.caxton.core.agent.OfferedCapability;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an instance changes about itself; what is empty stays. */
public record AgentUpdate(
        Optional<List<OfferedCapability>> capabilities,
        Optional<Integer> maxInFlight,
        Optional<Map<String, String>> metadata,
        Optional<WebhookChange> webhook) {
    /** Changes nothing. */
    public static final AgentUpdate NONE =
            new AgentUpdate(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
