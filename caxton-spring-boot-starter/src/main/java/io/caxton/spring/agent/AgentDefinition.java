package io.caxton.spring.agent;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bean that is an agent. */
record AgentDefinition(
        String beanName, AgentName name, List<OfferedCapability> capabilities, int maxInFlight, HandlerTable handlers) {
    /** Not used: an in-process agent is never lost. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final Map<String, String> NO_METADATA = Map.of();

    Registration toRegistration() {
        return new Registration(name, capabilities, AgentMode.IN_PROCESS, LEASE, maxInFlight, NO_METADATA);
    }

    AgentUpdate toUpdate() {
        return new AgentUpdate(Optional.of(capabilities), Optional.of(maxInFlight), Optional.of(NO_METADATA));
    }
}
