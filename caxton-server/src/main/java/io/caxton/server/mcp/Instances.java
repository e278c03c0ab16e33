package io.caxton.server.mcp;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.NodeIdentity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instances of agents that live behind this door: one for each name at this node, so that a model needs to remember
 * nothing but its name. They are known by their metadata, and so found again after a restart.
 */
final class Instances {
    private static final int IN_FLIGHT = 100;
    private static final String DOOR = "door";
    private static final String MCP = "mcp";

    private final AgentGateway agents;
    private final NodeIdentity node;
    private final Duration lease;
    private final Map<AgentName, CompletableFuture<AgentInstance>> registering = new ConcurrentHashMap<>();

    /** @param lease how long an agent may be silent */
    Instances(AgentGateway agents, NodeIdentity node, Duration lease) {
        this.agents = agents;
        this.node = node;
        this.lease = lease;
    }

    /** The instance of a name, if it has one behind this door. */
    Optional<AgentInstance> find(AgentName name) {
        return agents.registry().named(name).stream()
                .filter(agent ->
                        agent.mode() == AgentMode.PULL && agent.nodeId().equals(node.nodeId()))
                .filter(agent -> MCP.equals(agent.metadata().get(DOOR)))
                .filter(agent -> agent.status() != AgentStatus.DRAINING)
                .findFirst();
    }

    /** The same where there must be one. */
    AgentInstance require(AgentName name) {
        return find(name)
                .orElseThrow(() -> ProblemType.NO_SUCH_AGENT
                        .because("no agent '" + name + "' receives here; call message_receive or agent_register first")
                        .asException());
    }

    /** The instance of a name, registered if there is none. */
    CompletableFuture<AgentInstance> findOrRegister(AgentName name) {
        return find(name).map(CompletableFuture::completedFuture).orElseGet(() -> registerOnce(name, AgentUpdate.NONE));
    }

    /** Registers an instance with what it offers, or changes what the one that is there offers, and makes it ready. */
    CompletableFuture<AgentInstance> register(AgentName name, AgentUpdate offer) {
        Optional<AgentInstance> there = find(name);
        return there.isPresent()
                ? renew(there.get(), offer)
                : registerOnce(name, offer).thenCompose(agent -> renew(agent, offer));
    }

    /** One registration of a name at a time; who comes meanwhile gets the same. */
    private CompletableFuture<AgentInstance> registerOnce(AgentName name, AgentUpdate offer) {
        CompletableFuture<AgentInstance> mine = new CompletableFuture<>();
        CompletableFuture<AgentInstance> others = registering.putIfAbsent(name, mine);
        if (others != null) {
            return others;
        }
        // Looked up again: another registration may have ended just before this one began.
        CompletableFuture<AgentInstance> registered = find(name)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> agents.register(registration(name, offer))
                        .thenApply(agent -> agent.orElseThrow(Instances::tooMany)));
        var unused = registered.whenComplete((agent, failure) -> {
            registering.remove(name);
            if (failure == null) {
                mine.complete(agent);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    private static ProblemException tooMany() {
        return ProblemType.TOO_MANY_AGENTS
                .because("as many agents as allowed are registered at this node")
                .asException();
    }

    private CompletableFuture<AgentInstance> renew(AgentInstance agent, AgentUpdate offer) {
        CompletableFuture<AgentInstance> alive =
                agents.heartbeat(agent.agentId(), Optional.of(AgentStatus.READY), OptionalDouble.empty());
        if (offer.capabilities().isEmpty() && offer.metadata().isEmpty()) {
            return alive;
        }
        AgentUpdate marked = new AgentUpdate(
                offer.capabilities(), offer.maxInFlight(), offer.metadata().map(Instances::marked), Optional.empty());
        return alive.thenCompose(renewed -> agents.update(agent.agentId(), marked));
    }

    /** Removes the instance of a name; false if there is none. */
    CompletableFuture<Boolean> leave(AgentName name) {
        return find(name)
                .map(agent -> agents.deregister(agent.agentId(), false).thenApply(done -> true))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    /** A sign of life of an agent that does something else than receive; nothing if it is not here. */
    void touch(AgentName name) {
        find(name).ifPresent(agent -> {
            var unused = agents.heartbeat(agent.agentId(), Optional.empty(), OptionalDouble.empty());
        });
    }

    private Registration registration(AgentName name, AgentUpdate offer) {
        return Registration.builder(name)
                .capabilities(offer.capabilities().orElse(List.of()))
                .lease(lease)
                .maxInFlight(offer.maxInFlight().orElse(IN_FLIGHT))
                .metadata(marked(offer.metadata().orElse(Map.of())))
                .build();
    }

    private static Map<String, String> marked(Map<String, String> metadata) {
        Map<String, String> marked = new LinkedHashMap<>(metadata);
        marked.put(DOOR, MCP);
        return marked;
    }
}
