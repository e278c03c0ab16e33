package io.caxton.core.engine;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.agent.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an instance says of itself when it registers; see {@link io.caxton.core.agent.AgentInstance}. */
public record Registration(
        AgentName name,
        List<OfferedCapability> capabilities,
        AgentMode mode,
        Duration lease,
        int maxInFlight,
        Map<String, String> metadata,
        Optional<Webhook> webhook) {
    /** A builder with defaults for all but the name, as in {@link io.caxton.core.agent.AgentInstance#builder}. */
    public static RegistrationBuilder builder(AgentName name) {
        return new RegistrationBuilder(name);
    }

    /** The same with another webhook. */
    public Registration with(Webhook other) {
        return new Registration(name, capabilities, mode, lease, maxInFlight, metadata, Optional.of(other));
    }
}
