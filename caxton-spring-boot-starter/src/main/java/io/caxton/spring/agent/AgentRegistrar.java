package io.caxton.spring.agent;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Brings the registered in-process instances in line with the agents of the application, in one transaction: who was
 * here before goes on with the same instance and mailbox, who is new is added, who is gone is removed.
 */
record AgentRegistrar(
        LocalState state, DeliveryEngine engine, RegistryView registry, NodeIdentity node, NodeClock clock) {

    /** The instance of each agent. */
    Map<AgentName, AgentInstance> register(List<AgentDefinition> agents) {
        return state.write(tx -> register(tx, clock.now(), agents)).join();
    }

    private Map<AgentName, AgentInstance> register(Transaction tx, Instant now, List<AgentDefinition> agents) {
        Map<AgentName, AgentDefinition> wanted =
                agents.stream().collect(Collectors.toMap(AgentDefinition::name, agent -> agent));
        Map<AgentName, AgentInstance> registered = new HashMap<>();
        for (AgentInstance known : registry.all()) {
            if (known.mode() != AgentMode.IN_PROCESS) {
                continue;
            }
            AgentDefinition agent = wanted.get(known.name());
            boolean same = agent != null && known.nodeId().equals(node.nodeId());
            if (agent != null && same && !registered.containsKey(known.name())) {
                registered.put(known.name(), takeUp(tx, now, known, agent));
            } else {
                engine.agents().deregister(tx, now, known.agentId());
            }
        }
        for (AgentDefinition agent : agents) {
            registered.computeIfAbsent(
                    agent.name(),
                    name -> engine.agents()
                            .register(tx, now, agent.toRegistration())
                            .orElseThrow(() -> new InvalidAgentException(
                                    agent.beanName(),
                                    "as many agents as caxton.limits.max-agents allows are registered")));
        }
        return registered;
    }

    /** What it had leased before, the engine has queued again when it restored its instances. */
    private AgentInstance takeUp(Transaction tx, Instant now, AgentInstance known, AgentDefinition agent) {
        engine.agents().update(tx, now, known.agentId(), agent.toUpdate());
        return engine.agents()
                .heartbeat(tx, now, known.agentId(), Optional.of(AgentStatus.READY), OptionalDouble.of(0))
                .orElseThrow();
    }
}
