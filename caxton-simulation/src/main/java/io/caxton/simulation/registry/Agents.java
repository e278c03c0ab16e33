package io.caxton.simulation.registry;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.cluster.AgentProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Agents as a large cluster might have them: 500 kinds of two capabilities and two metadata, ids of 36 characters. */
final class Agents {
    private static final int KINDS = 500;

    private Agents() {}

    static AgentProfile random(RandomGenerator random) {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        return profile(id, random.nextInt(KINDS), AgentStatus.READY);
    }

    /** The same agent, that became busy or ready. */
    static AgentProfile changed(AgentProfile before) {
        AgentStatus after = before.status() == AgentStatus.READY ? AgentStatus.BUSY : AgentStatus.READY;
        int kind = Integer.parseInt(before.name().value().substring("worker-".length()));
        return profile(before.agentId(), kind, after);
    }

    private static AgentProfile profile(String id, int kind, AgentStatus status) {
        return new AgentProfile(
                id,
                new AgentName("worker-" + kind),
                List.of(
                        new OfferedCapability(
                                new Capability("task-" + kind, Optional.of("1.2")), "does tasks of kind " + kind),
                        new OfferedCapability(new Capability("report-" + kind % 20, Optional.of("1")), "")),
                AgentMode.PULL,
                status,
                16,
                0,
                Map.of("region", "eu-" + kind % 3, "team", "team-" + kind % 40),
                Instant.EPOCH.plusMillis(kind * 1_000_003L));
    }
}
