package io.caxton.core.engine;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.OfferedCapability;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What an instance says of itself when it registers; see {@link io.caxton.core.agent.AgentInstance}. */
public record Registration(
        AgentName name,
        List<OfferedCapability> capabilities,
        AgentMode mode,
        Duration lease,
        int maxInFlight,
        Map<String, String> metadata) {}
