package io.caxton.core.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts an {@link AgentInstance} together. Unless told otherwise, its lease begins when it registered. */
public final class AgentInstanceBuilder {
    private final String agentId;
    private final AgentName name;
    private final String nodeId;
    private final Instant registeredAt;
    private List<OfferedCapability> capabilities = List.of();
    private AgentMode mode = AgentMode.PULL;
    private Duration lease = AgentInstance.DEFAULT_LEASE;
    private int maxInFlight = AgentInstance.DEFAULT_MAX_IN_FLIGHT;
    private AgentStatus status = AgentStatus.READY;
    private double load;
    private Map<String, String> metadata = Map.of();
    private @Nullable Instant leaseExpiresAt;
    private long fence = Claim.FIRST;
    private Optional<Webhook> webhook = Optional.empty();

    AgentInstanceBuilder(String agentId, AgentName name, String nodeId, Instant registeredAt) {
        this.agentId = agentId;
        this.name = name;
        this.nodeId = nodeId;
        this.registeredAt = registeredAt;
    }

    public AgentInstanceBuilder capabilities(List<OfferedCapability> value) {
        this.capabilities = value;
        return this;
    }

    public AgentInstanceBuilder mode(AgentMode value) {
        this.mode = value;
        return this;
    }

    public AgentInstanceBuilder lease(Duration value) {
        this.lease = value;
        return this;
    }

    public AgentInstanceBuilder maxInFlight(int value) {
        this.maxInFlight = value;
        return this;
    }

    public AgentInstanceBuilder status(AgentStatus value) {
        this.status = value;
        return this;
    }

    public AgentInstanceBuilder load(double value) {
        this.load = value;
        return this;
    }

    public AgentInstanceBuilder metadata(Map<String, String> value) {
        this.metadata = value;
        return this;
    }

    public AgentInstanceBuilder leaseExpiresAt(Instant value) {
        this.leaseExpiresAt = value;
        return this;
    }

    public AgentInstanceBuilder fence(long value) {
        this.fence = value;
        return this;
    }

    /** Makes it one of mode {@link AgentMode#WEBHOOK}. */
    public AgentInstanceBuilder webhook(Webhook value) {
        this.mode = AgentMode.WEBHOOK;
        this.webhook = Optional.of(value);
        return this;
    }

    public AgentInstance build() {
        return new AgentInstance(
                agentId,
                name,
                nodeId,
                capabilities,
                mode,
                lease,
                maxInFlight,
                status,
                load,
                metadata,
                registeredAt,
                leaseExpiresAt == null ? registeredAt.plus(lease) : leaseExpiresAt,
                fence,
                webhook);
    }
}
