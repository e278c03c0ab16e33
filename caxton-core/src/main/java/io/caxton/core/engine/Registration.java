package io.caxton.core.engine;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Claim;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.agent.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an instance says of itself when it registers; see {@link io.caxton.core.agent.AgentInstance}.
 *
 * @param claim the id it goes on with; empty for an instance that is new
 */
public record Registration(
        AgentName name,
        List<OfferedCapability> capabilities,
        AgentMode mode,
        Duration lease,
        int maxInFlight,
        Map<String, String> metadata,
        Optional<Webhook> webhook,
        Optional<Claim> claim) {
    /** A builder with defaults for all but the name, as in {@link io.caxton.core.agent.AgentInstance#builder}. */
    public static RegistrationBuilder builder(AgentName name) {
        return new RegistrationBuilder(name);
    }

    /** The same, going on with an id. */
    public Registration with(Claim known) {
        return new Registration(name, capabilities, mode, lease, maxInFlight, metadata, webhook, Optional.of(known));
    }

    /** The same with another webhook. */
    public Registration with(Webhook other) {
        return new Registration(name, capabilities, mode, lease, maxInFlight, metadata, Optional.of(other), claim);
    }
}
