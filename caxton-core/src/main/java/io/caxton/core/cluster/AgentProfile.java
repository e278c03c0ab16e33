package io.caxton.core.cluster;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.validation.InvalidRequestException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What every node may know of an instance: enough to route to it and to list it, nothing that is a secret or changes all the
 * time. Has no webhook and no lease. Parts that break their bounds or do
 * not fit together are refused with an {@link IllegalArgumentException}.
 *
 * @param load in steps from 0, idle, to {@link #FULL}
 * @param registeredAt in whole milliseconds; a finer one is cut
 */
public record AgentProfile(
        String agentId,
        AgentName name,
        List<OfferedCapability> capabilities,
        AgentMode mode,
        AgentStatus status,
        int maxInFlight,
        int load,
        Map<String, String> metadata,
        Instant registeredAt) {
    /** The load of one that can take no more. Steps, so that a heartbeat seldom is news for other nodes. */
    public static final int FULL = 10;

    static final int MAX_CAPABILITIES = 256;
    static final int MAX_METADATA = 64;
    static final int MAX_IN_FLIGHT = 1_000_000;

    /** Bytes of one profile: what a request may register (100 capabilities, 32 metadata) is below it in any script. */
    static final int MAX_BYTES = 512 * 1024;

    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_METADATA_NAME = 64;
    private static final int MAX_METADATA_VALUE = 1_024;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    public AgentProfile {
        capabilities = List.copyOf(capabilities);
        metadata = Map.copyOf(metadata);
        registeredAt = registeredAt.truncatedTo(ChronoUnit.MILLIS);
        Rules.id("agent_id", agentId);
        Rules.require(!Outbox.isOutbox(agentId), "agent_id must not begin with " + Outbox.MARK);
        Rules.require(capabilities.size() <= MAX_CAPABILITIES, "capabilities must be at most " + MAX_CAPABILITIES);
        capabilities.forEach(AgentProfile::check);
        Rules.require(metadata.size() <= MAX_METADATA, "metadata must have at most " + MAX_METADATA + " entries");
        metadata.forEach((key, value) -> {
            Rules.text("metadata", key, MAX_METADATA_NAME);
            Rules.text("metadata", value, MAX_METADATA_VALUE);
        });
        Rules.number("max_in_flight", maxInFlight, 1, MAX_IN_FLIGHT);
        Rules.number("load", load, 0, FULL);
        Rules.require(
                !registeredAt.isBefore(Instant.EPOCH) && !registeredAt.isAfter(LAST),
                "registered_at must be from 1970 to 9999");
        Rules.require(
                weight(agentId, name, capabilities, metadata) <= MAX_BYTES,
                "a profile has at most " + MAX_BYTES + " bytes");
    }

    /** What others may know of an instance. */
    public static AgentProfile of(AgentInstance agent) {
        return new AgentProfile(
                agent.agentId(),
                agent.name(),
                agent.capabilities(),
                agent.mode(),
                agent.status(),
                agent.maxInFlight(),
                (int) Math.round(Math.max(0, Math.min(1, agent.load())) * FULL),
                agent.metadata(),
                agent.registeredAt());
    }

    /** Whether it offers what is asked for. */
    public boolean offers(Capability wanted) {
        return capabilities.stream().anyMatch(o -> o.capability().answers(wanted));
    }

    private static void check(OfferedCapability offered) {
        try {
            Capability.of(
                    "capability",
                    offered.capability().name(),
                    offered.capability().version());
        } catch (InvalidRequestException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        Rules.text("description", offered.description(), MAX_DESCRIPTION);
    }

    /** No fewer bytes than it takes on the wire. */
    int weight() {
        return weight(agentId, name, capabilities, metadata);
    }

    private static int weight(
            String agentId, AgentName name, List<OfferedCapability> capabilities, Map<String, String> metadata) {
        int weight = 40 + Rules.utf8(agentId) + name.value().length();
        for (OfferedCapability offered : capabilities) {
            weight += 10
                    + Rules.utf8(offered.capability().name())
                    + offered.capability().version().map(Rules::utf8).orElse(0)
                    + Rules.utf8(offered.description());
        }
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            weight += 6 + Rules.utf8(entry.getKey()) + Rules.utf8(entry.getValue());
        }
        return weight;
    }
}
