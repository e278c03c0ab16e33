package io.caxton.spring.agent;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bean that is an agent. */
record AgentDefinition(
        String beanName, AgentName name, List<OfferedCapability> capabilities, int maxInFlight, HandlerTable handlers) {
    private static final Map<String, String> NO_METADATA = Map.of();

    Registration toRegistration() {
        return Registration.builder(name)
                .mode(AgentMode.IN_PROCESS)
                .capabilities(capabilities)
                .maxInFlight(maxInFlight)
                .build();
    }

    AgentUpdate toUpdate() {
        return new AgentUpdate(
                Optional.of(capabilities), Optional.of(maxInFlight), Optional.of(NO_METADATA), Optional.empty());
    }
}
