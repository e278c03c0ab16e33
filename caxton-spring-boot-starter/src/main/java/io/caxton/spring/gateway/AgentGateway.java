package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Registration;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.storage.LocalState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Registers agents and keeps them alive. Calls for an unknown id fail with {@link NoSuchAgentException}. */
public final class AgentGateway {
    private final LocalState state;
    private final DeliveryEngine engine;
    private final RegistryView registry;
    private final NodeClock clock;
    private final WriteBehind behind;
    private final Set<String> leaving = ConcurrentHashMap.newKeySet();

    public AgentGateway(
            LocalState state, DeliveryEngine engine, RegistryView registry, NodeClock clock, WriteBehind behind) {
        this.state = state;
        this.engine = engine;
        this.registry = registry;
        this.clock = clock;
        this.behind = behind;
    }

    /** Who is registered. */
    public RegistryView registry() {
        return registry;
    }

    /** Adds an instance; empty if as many as allowed are registered. */
    public CompletableFuture<Optional<AgentInstance>> register(Registration registration) {
        return state.write(tx -> engine.agents().register(tx, clock.now(), registration));
    }

    public CompletableFuture<AgentInstance> update(String agentId, AgentUpdate update) {
        return state.write(tx -> engine.agents()
                .update(tx, clock.now(), agentId, update)
                .orElseThrow(() -> new NoSuchAgentException(agentId)));
    }

    /** Renews the lease and notes status and load, as far as given. One that is leaving goes on draining. */
    public CompletableFuture<AgentInstance> heartbeat(
            String agentId, Optional<AgentStatus> status, OptionalDouble load) {
        Optional<AgentStatus> noted = leaving.contains(agentId) ? Optional.of(AgentStatus.DRAINING) : status;
        return state.write(tx -> engine.agents()
                .heartbeat(tx, clock.now(), agentId, noted, load)
                .orElseThrow(() -> new NoSuchAgentException(agentId)));
    }

    /**
     * Removes an instance.
     *
     * @param drain whether to let it acknowledge what it has leased first; it is handed nothing new meanwhile
     */
    public CompletableFuture<Void> deregister(String agentId, boolean drain) {
        if (drain) {
            return heartbeat(agentId, Optional.of(AgentStatus.DRAINING), OptionalDouble.empty())
                    .thenAccept(agent -> leaving.add(agentId))
                    .thenCompose(done -> removeDrained())
                    .thenAccept(removed -> {});
        }
        // What it has acknowledged is not to be taken for unfinished.
        behind.flush();
        return state.write(tx -> engine.agents().deregister(tx, clock.now(), agentId))
                .thenAccept(removed -> {
                    leaving.remove(agentId);
                    if (!removed) {
                        throw new NoSuchAgentException(agentId);
                    }
                });
    }

    /** Removes the draining instances that have acknowledged everything. Called again and again by housekeeping. */
    CompletableFuture<Integer> removeDrained() {
        if (leaving.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        behind.flush();
        return state.write(tx -> {
            int removed = 0;
            for (String agentId : leaving) {
                if (engine.agents().isIdle(tx, agentId)) {
                    engine.agents().deregister(tx, clock.now(), agentId);
                    tx.afterCommit(() -> leaving.remove(agentId));
                    removed++;
                }
            }
            return removed;
        });
    }

    /** Renews a lease, on disk only if the instance had been lost. */
    CompletableFuture<Boolean> signOfLife(String agentId) {
        return signOfLife(agentId, clock.now());
    }

    /** Renews a lease as if the instance spoke at {@code until}: for as long as it waits, it lives. */
    CompletableFuture<Boolean> signOfLife(String agentId, Instant until) {
        if (engine.agents().renew(until, agentId)) {
            return CompletableFuture.completedFuture(true);
        }
        return heartbeat(agentId, Optional.empty(), OptionalDouble.empty())
                .thenApply(agent -> engine.agents().renew(until, agentId));
    }
}
