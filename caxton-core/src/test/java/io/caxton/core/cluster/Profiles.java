package io.caxton.core.cluster;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Profiles for tests. */
final class Profiles {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    static final Capability TRANSLATE = new Capability("translate", Optional.of("2"));

    private Profiles() {}

    static AgentProfile profile(String agentId) {
        return profile(agentId, "translator", AgentStatus.READY, 0);
    }

    static AgentProfile profile(String agentId, String name, AgentStatus status, int load) {
        return new AgentProfile(
                agentId,
                new AgentName(name),
                List.of(new OfferedCapability(TRANSLATE, "")),
                AgentMode.PULL,
                status,
                16,
                load,
                Map.of("region", "eu"),
                NOON);
    }
}
