package io.caxton.core.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One running copy of an agent.
 *
 * @param agentId unique; stays the same for as long as the instance is registered
 * @param nodeId the node it registered at
 * @param lease how long the node waits for a sign of life before it calls the instance lost
 * @param maxInFlight how many messages it may have leased at once
 * @param load as it last reported, 0.0 idle to 1.0 full
 * @param leaseExpiresAt when it is lost unless it speaks before; kept in memory, renewed on every restart of the node
 * @param fence of several nodes that have an instance of this id, the one with the highest number has it
 * @param webhook where it is posted to; there for mode {@link AgentMode#WEBHOOK} and no other
 */
public record AgentInstance(
        String agentId,
        AgentName name,
        String nodeId,
        List<OfferedCapability> capabilities,
        AgentMode mode,
        Duration lease,
        int maxInFlight,
        AgentStatus status,
        double load,
        Map<String, String> metadata,
        Instant registeredAt,
        Instant leaseExpiresAt,
        long fence,
        Optional<Webhook> webhook) {
    /** The lease of an instance that asks for none. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(60);

    /** How many messages an instance has leased at once if it does not say. */
    public static final int DEFAULT_MAX_IN_FLIGHT = 16;

    public AgentInstance {
        capabilities = List.copyOf(capabilities);
        metadata = Map.copyOf(metadata);
    }

    /**
     * A builder with the required parts set and defaults for the rest: it pulls within a lease of a minute, 16 messages at
     * once, is ready and idle, offers nothing and is not posted to.
     */
    public static AgentInstanceBuilder builder(String agentId, AgentName name, String nodeId, Instant registeredAt) {
        return new AgentInstanceBuilder(agentId, name, nodeId, registeredAt);
    }

    /** Whether it offers what is asked for. */
    public boolean offers(Capability wanted) {
        return capabilities.stream().anyMatch(o -> o.capability().answers(wanted));
    }

    /** Whether nothing is different but when its lease ends. */
    public boolean saysTheSameAs(AgentInstance other) {
        return withLeaseExpiresAt(other.leaseExpiresAt()).equals(other);
    }

    public AgentInstance withStatus(AgentStatus newStatus, double newLoad) {
        return copy(capabilities, maxInFlight, newStatus, newLoad, metadata, leaseExpiresAt, webhook);
    }

    public AgentInstance withLeaseExpiresAt(Instant expiresAt) {
        return copy(capabilities, maxInFlight, status, load, metadata, expiresAt, webhook);
    }

    public AgentInstance withProfile(
            List<OfferedCapability> newCapabilities, int newMaxInFlight, Map<String, String> newMetadata) {
        return copy(newCapabilities, newMaxInFlight, status, load, newMetadata, leaseExpiresAt, webhook);
    }

    public AgentInstance withWebhook(Webhook other) {
        return copy(capabilities, maxInFlight, status, load, metadata, leaseExpiresAt, Optional.of(other));
    }

    private AgentInstance copy(
            List<OfferedCapability> newCapabilities,
            int newMaxInFlight,
            AgentStatus newStatus,
            double newLoad,
            Map<String, String> newMetadata,
            Instant expiresAt,
            Optional<Webhook> newWebhook) {
        return new AgentInstance(
                agentId,
                name,
                nodeId,
                newCapabilities,
                mode,
                lease,
                newMaxInFlight,
                newStatus,
                newLoad,
                newMetadata,
                registeredAt,
                expiresAt,
                fence,
                newWebhook);
    }
}
