package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.agent.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a {@link Registration} together. */
public final class RegistrationBuilder {
    private final AgentName name;
    private List<OfferedCapability> capabilities = List.of();
    private AgentMode mode = AgentMode.PULL;
    private Duration lease = AgentInstance.DEFAULT_LEASE;
    private int maxInFlight = AgentInstance.DEFAULT_MAX_IN_FLIGHT;
    private Map<String, String> metadata = Map.of();
    private Optional<Webhook> webhook = Optional.empty();

    RegistrationBuilder(AgentName name) {
        this.name = name;
    }

    public RegistrationBuilder capabilities(List<OfferedCapability> value) {
        this.capabilities = value;
        return this;
    }

    public RegistrationBuilder mode(AgentMode value) {
        this.mode = value;
        return this;
    }

    public RegistrationBuilder lease(Duration value) {
        this.lease = value;
        return this;
    }

    public RegistrationBuilder maxInFlight(int value) {
        this.maxInFlight = value;
        return this;
    }

    public RegistrationBuilder metadata(Map<String, String> value) {
        this.metadata = value;
        return this;
    }

    /** Makes it one of mode {@link AgentMode#WEBHOOK}. */
    public RegistrationBuilder webhook(Webhook value) {
        this.mode = AgentMode.WEBHOOK;
        this.webhook = Optional.of(value);
        return this;
    }

    public Registration build() {
        return new Registration(name, capabilities, mode, lease, maxInFlight, metadata, webhook, Optional.empty());
    }
}
